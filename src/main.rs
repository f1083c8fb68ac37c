fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(fadu::cli::main())
}
