// Go's Aho-Corasick packages: `peers MATCHER SECONDS WORDS MESSAGES...`; the protocol is in bench/peers/README.md.
package main

import (
	"encoding/json"
	"log"
	"os"
	"strconv"
	"strings"
	"time"

	cloudflare "github.com/cloudflare/ahocorasick"
	petar "github.com/petar-dambovaliev/aho-corasick"
)

const roundSeconds = 0.002

type set struct {
	Hits []int     `json:"hits"`
	Ns   []float64 `json:"ns"`
}

type report struct {
	Version string `json:"version"`
	BuildMs int64  `json:"build_ms"`
	Sets    []set  `json:"sets"`
}

var sink int

func readLines(path string) []string {
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// What counts the hits in a message, and the version of what it is made with.
func build(name string, words []string) (func(string) int, string) {
	switch name {
	case "cloudflare":
		matcher := cloudflare.NewStringMatcher(words)
		return func(text string) int { return len(matcher.Match([]byte(text))) }, "2024-09-16"
	case "petar-dambovaliev":
		builder := petar.NewAhoCorasickBuilder(petar.Opts{MatchKind: petar.StandardMatch, DFA: true})
		matcher := builder.Build(words)
		return func(text string) int {
			hits := 0
			for iter := matcher.IterOverlapping(text); iter.Next() != nil; {
				hits++
			}
			return hits
		}, "2025-04-24"
	}
	log.Fatalf("unknown matcher %s", name)
	return nil, ""
}

// Nanoseconds a message, one figure a round; a round is as many passes over the messages as fill two milliseconds.
func measure(matcher func(string) int, messages []string, seconds float64) []float64 {
	pass := func() {
		for _, message := range messages {
			sink += matcher(message)
		}
	}
	passes := 0
	warm := time.Now()
	for ; passes == 0 || time.Since(warm).Seconds() < 2*seconds; passes++ {
		pass()
	}
	perRound := max(1, int(float64(passes)*roundSeconds/time.Since(warm).Seconds()))
	var rounds []float64
	for start := time.Now(); len(rounds) < 3 || time.Since(start).Seconds() < seconds; {
		begin := time.Now()
		for i := 0; i < perRound; i++ {
			pass()
		}
		rounds = append(rounds, time.Since(begin).Seconds()*1e9/float64(perRound*len(messages)))
	}
	return rounds
}

func max(a, b int) int {
	if a > b {
		return a
	}
	return b
}

func main() {
	if len(os.Args) < 5 {
		log.Fatal("usage: peers MATCHER SECONDS WORDS MESSAGES...")
	}
	seconds, _ := strconv.ParseFloat(os.Args[2], 64)
	words := readLines(os.Args[3])
	start := time.Now()
	matcher, version := build(os.Args[1], words)
	result := report{Version: version, BuildMs: time.Since(start).Milliseconds()}
	for _, path := range os.Args[4:] {
		messages := readLines(path)
		var hits []int
		for _, message := range messages {
			hits = append(hits, matcher(message))
		}
		result.Sets = append(result.Sets, set{hits, measure(matcher, messages, seconds)})
	}
	json.NewEncoder(os.Stdout).Encode(result)
}
