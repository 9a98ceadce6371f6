// aho-corasick and daachorse: `peers MATCHER SECONDS WORDS MESSAGES...`; the protocol is in bench/peers/README.md.
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use daachorse::{CharwiseDoubleArrayAhoCorasick, DoubleArrayAhoCorasick};
use std::hint::black_box;
use std::time::Instant;

const ROUND_SECONDS: f64 = 0.002;

fn read_lines(path: &str) -> Vec<String> {
    std::fs::read_to_string(path).expect(path).lines().map(String::from).collect()
}

// Nanoseconds a message, one figure a round; a round is as many passes over the messages as fill two milliseconds.
fn time(matcher: &impl Fn(&str) -> usize, messages: &[String], seconds: f64) -> Vec<f64> {
    let pass = || messages.iter().for_each(|message| drop(black_box(matcher(black_box(message)))));
    let warm = Instant::now();
    let mut passes = 0;
    while passes == 0 || warm.elapsed().as_secs_f64() < 2.0 * seconds {
        pass();
        passes += 1;
    }
    let passes_a_round = ((passes as f64 * ROUND_SECONDS / warm.elapsed().as_secs_f64()) as usize).max(1);
    let mut rounds = Vec::new();
    let start = Instant::now();
    while rounds.len() < 3 || start.elapsed().as_secs_f64() < seconds {
        let begin = Instant::now();
        (0..passes_a_round).for_each(|_| pass());
        rounds.push(begin.elapsed().as_secs_f64() * 1e9 / (passes_a_round * messages.len()) as f64);
    }
    rounds
}

fn report(version: &str, built: Instant, matcher: impl Fn(&str) -> usize, args: &[String]) {
    let build_ms = built.elapsed().as_millis();
    let seconds: f64 = args[2].parse().expect("seconds");
    let sets: Vec<String> = args[4..]
        .iter()
        .map(|path| {
            let messages = read_lines(path);
            let hits: Vec<usize> = messages.iter().map(|message| matcher(message)).collect();
            format!("{{\"hits\": {:?}, \"ns\": {:?}}}", hits, time(&matcher, &messages, seconds))
        })
        .collect();
    println!("{{\"version\": \"{version}\", \"build_ms\": {build_ms}, \"sets\": [{}]}}", sets.join(", "));
}

fn aho_corasick(kind: AhoCorasickKind, words: &[String], args: &[String]) {
    let start = Instant::now();
    let built = AhoCorasick::builder().kind(Some(kind)).match_kind(MatchKind::Standard).build(words).expect("build");
    report("1.1.5", start, |text| built.find_overlapping_iter(text).count(), args);
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    assert!(args.len() >= 5, "usage: peers MATCHER SECONDS WORDS MESSAGES...");
    let words = read_lines(&args[3]);
    let start = Instant::now();
    match args[1].as_str() {
        "aho-corasick-dfa" => aho_corasick(AhoCorasickKind::DFA, &words, &args),
        "aho-corasick-nfa" => aho_corasick(AhoCorasickKind::ContiguousNFA, &words, &args),
        "daachorse-charwise" => {
            let built = CharwiseDoubleArrayAhoCorasick::<u32>::new(&words).expect("build");
            report("5.1.0", start, |text| built.find_overlapping_iter(text).count(), &args);
        }
        "daachorse-bytewise" => {
            let built = DoubleArrayAhoCorasick::<u32>::new(&words).expect("build");
            report("5.1.0", start, |text| built.find_overlapping_iter(text).count(), &args);
        }
        other => panic!("unknown matcher {other}"),
    }
}
