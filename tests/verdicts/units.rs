//! Rounding, floor, ceiling and powers in every kind of unit: whole ones and digits count in the unit of the field.

use super::*;

const R: &str = r#"
unit 箱 = 24 件
record U key id {
  id : text  m : money in 亿元 signed  d : money in 美元  a : quantity in 亩  t : quantity in 万吨  h : quantity in 小时  e : quantity in 万千瓦时
  p : quantity in 万元/亩  c : count  n : number signed  s : share  o : points  g : growth  k : quantity in 公里  r : quantity in 件/万人  x : quantity in 平方公里
}
§"#;
const ROWS: (&str, &str) = (
    "U.csv",
    "id,m,d,a,t,h,e,p,c,n,s,o,g,k,r,x\nu,1.25,2.5,2.5,1.5,2.02,1.5,1.5,7,2.5,12.5%,2.5个百分点,12.5%,2.5,2.5,6.25\nv,-1.25,0,0,0,0,0,0,0,-2.5,0%,-2.5个百分点,-12.5%,0,0,0\n",
);

#[test]
fn whole_ones_and_digits_are_those_of_the_field() {
    let all = [
        ("m", "1亿元", "2亿元", "1亿元", "1亿元", "1.3亿元", "1.2亿元"),
        ("d", "2美元", "3美元", "3美元", "2美元", "2.5美元", "2.5美元"),
        ("a", "2亩", "3亩", "3亩", "2亩", "2.5亩", "2.5亩"),
        ("t", "1万吨", "2万吨", "2万吨", "2万吨", "1.5万吨", "1.5万吨"),
        ("h", "2小时", "3小时", "2小时", "2小时", "2小时", "2小时"),
        ("e", "1万千瓦时", "2万千瓦时", "2万千瓦时", "2万千瓦时", "1.5万千瓦时", "1.5万千瓦时"),
        ("p", "1万元/亩", "2万元/亩", "2万元/亩", "2万元/亩", "1.5万元/亩", "1.5万元/亩"),
        ("c", "7", "7", "7", "7", "7", "7"),
        ("n", "2", "3", "3", "2", "2.5", "2.5"),
        ("s", "12%", "13%", "13%", "12%", "12.5%", "12.5%"),
        ("o", "2个百分点", "3个百分点", "3个百分点", "2个百分点", "2.5个百分点", "2.5个百分点"),
        ("g", "12%", "13%", "13%", "12%", "12.5%", "12.5%"),
        ("k", "2公里", "3公里", "3公里", "2公里", "2.5公里", "2.5公里"),
        ("r", "2件/万人", "3件/万人", "3件/万人", "2件/万人", "2.5件/万人", "2.5件/万人"),
        ("x", "6平方公里", "7平方公里", "6平方公里", "6平方公里", "6.3平方公里", "6.2平方公里"),
    ];
    for (field, down, up, near, even, tenth, tenth_even) in all {
        let calls = [
            (format!("floor(u.{field})"), down),
            (format!("ceiling(u.{field})"), up),
            (format!("round(u.{field}, 0)"), near),
            (format!("round_even(u.{field}, 0)"), even),
            (format!("round(u.{field}, 1)"), tenth),
            (format!("round_even(u.{field}, 1)"), tenth_even),
        ];
        for (call, wanted) in calls {
            each(R, &[ROWS], &[(&format!("for u in U when u.id = \"u\" require {call} = {wanted}"), "u", MET)]);
        }
    }
}

#[test]
fn below_zero_down_is_down_and_halves_go_away_from_zero() {
    each(
        R,
        &[ROWS],
        &[
            ("for u in U require floor(u.m) = -2亿元 or u.id = \"u\"", "v", MET),
            ("for u in U require ceiling(u.m) = -1亿元 or u.id = \"u\"", "v", MET),
            ("for u in U require round(u.m, 1) = -1.3亿元 or u.id = \"u\"", "v", MET),
            ("for u in U require round_even(u.m, 1) = -1.2亿元 or u.id = \"u\"", "v", MET),
            ("for u in U require round(u.n, 0) = -3 or u.id = \"u\"", "v", MET),
            ("for u in U require round_even(u.n, 0) = -2 or u.id = \"u\"", "v", MET),
            ("for u in U require floor(u.o) = -3个百分点 or u.id = \"u\"", "v", MET),
            ("for u in U require ceiling(u.g) = -12% or u.id = \"u\"", "v", MET),
            ("for u in U require floor(u.m, 5000万元) = -1.5亿元 or u.id = \"u\"", "v", MET),
        ],
    );
}

#[test]
fn steps_in_another_unit_of_the_same_measure() {
    each(
        R,
        &[ROWS],
        &[
            ("for u in U require floor(u.m, 3000万元) = 1.2亿元 or u.id = \"v\"", "u", MET),
            ("for u in U require ceiling(u.m, 3000万元) = 1.5亿元 or u.id = \"v\"", "u", MET),
            ("for u in U require floor(u.h, 0.5小时) = 2小时 or u.id = \"v\"", "u", MET),
            ("for u in U require ceiling(u.t, 1000吨) = 1.5万吨 or u.id = \"v\"", "u", MET),
            ("for u in U require round(u.s, 5%) = 15% or u.id = \"v\"", "u", MET),
            ("for u in U require round_even(u.s, 5%) = 10% or u.id = \"v\"", "u", MET),
            ("for u in U require floor(u.c, 3) = 6 or u.id = \"v\"", "u", MET),
            ("for u in U require ceiling(u.p, 1000元/亩) = 1.5万元/亩 or u.id = \"v\"", "u", MET),
        ],
    );
}

#[test]
fn powers_raise_the_unit_with_the_figure() {
    each(
        R,
        &[ROWS],
        &[
            // 2.5 公里 squared are 6.25 平方公里.
            ("for u in U require u.k ^ 2 = u.x", "u", MET),
            ("for u in U require u.n ^ 3 = 15.625 or u.id = \"v\"", "u", MET),
            ("for u in U require u.n ^ 3 = -15.625 or u.id = \"u\"", "v", MET),
            ("for u in U require u.n ^ -2 = 0.16", "u", MET),
            ("for u in U require u.c ^ 0 = 1", "v", MET),
            ("for u in U require (1 + u.s) ^ 2 = 126.5625% or u.id = \"v\"", "u", MET),
            ("for u in U require u.s ^ 2 = 1.5625% or u.id = \"v\"", "u", MET),
            ("for u in U require u.m ^ 2 = 1.25亿元 * 1.25亿元", "v", MET),
            ("for u in U require -u.n ^ 2 = -6.25", "v", MET),
            ("for u in U require 2 ^ u.c = 128 or u.id = \"v\"", "u", MET),
            ("for u in U require u.c ^ -1 = 0", "v", NOT),
        ],
    );
}
