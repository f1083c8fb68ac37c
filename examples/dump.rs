use fadu::{diag::Sink, text::FileId};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let mut sink = Sink::default();
    let t = std::time::Instant::now();
    let f = fadu::parse::parse(FileId(0), &text, &mut sink);
    eprintln!("{} bytes, {:?}", text.len(), t.elapsed());
    if text.len() < 60000 {
        print!("{}", fadu::ast::dump(&f));
    }
    let src = fadu::text::Source::new("f", text.clone());
    for d in sink.finish() {
        for (i, l) in d.labels.iter().enumerate() {
            let (line, col) = src.line_col(l.span.start as usize);
            if i == 0 {
                println!("{} {}:{} {} | {}", d.code, line, col, d.message.en, d.message.zh);
            }
            println!("      {}:{} `{}` {} | {}", line, col, src.slice(l.span), l.text.en, l.text.zh);
        }
        if let Some(h) = d.help {
            println!("      help {} | {}", h.en, h.zh);
        }
    }
}
