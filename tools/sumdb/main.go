// Reads lines of JSON from tools/check_with_go.py and lets Go's own sumdb packages judge them.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type line struct {
	Kind, Key, Note, Entry string
	Index, Old, Size       int64
	Proof                  []string
	OldRoot, Root, Leaf    string
	Held                   bool
}

func hash(s string) (h tlog.Hash) {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(b) != 32 {
		panic(s)
	}
	copy(h[:], b)
	return
}

// folder gives Go's own tile reader the files of a log; Go's paths have the height in them.
type folder string

func (f folder) Height() int                             { return 8 }
func (f folder) SaveTiles(tiles []tlog.Tile, _ [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, t := range tiles {
		b, err := os.ReadFile(string(f) + "/" + strings.Replace(t.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		data = append(data, b)
	}
	return data, nil
}

// tiles has Go make root, inclusion and consistency proofs of our files, and compares them with ours.
func tiles(l line, ours []tlog.Hash) error {
	r := tlog.TileHashReader(tlog.Tree{N: l.Size, Hash: hash(l.Root)}, folder(l.Entry))
	root, err := tlog.TreeHash(l.Size, r)
	if err != nil {
		return err
	}
	if root != hash(l.Root) {
		return fmt.Errorf("another root")
	}
	var theirs []tlog.Hash
	if l.Old < 0 {
		theirs, err = tlog.ProveRecord(l.Size, l.Index, r)
	} else {
		theirs, err = tlog.ProveTree(l.Size, l.Old, r)
	}
	if err != nil {
		return err
	}
	if len(theirs) != len(ours) {
		return fmt.Errorf("another proof")
	}
	for i := range ours {
		if ours[i] != theirs[i] {
			return fmt.Errorf("another hash at %d of the proof", i)
		}
	}
	return nil
}

// same tells whether Go's verdict is ours.
func same(held bool, err error) error {
	if held == (err == nil) {
		return nil
	}
	return fmt.Errorf("we say %v, Go says %v", held, err)
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	counts := map[string]int{}
	bad := 0
	for in.Scan() {
		var l line
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			panic(err)
		}
		var hashes []tlog.Hash
		for _, p := range l.Proof {
			hashes = append(hashes, hash(p))
		}
		var err error
		switch l.Kind {
		case "note":
			var v note.Verifier
			if v, err = note.NewVerifier(l.Key); err == nil {
				var n *note.Note
				if n, err = note.Open([]byte(l.Note), note.VerifierList(v)); err == nil {
					parts := strings.Split(n.Text, "\n")
					if size, _ := strconv.ParseInt(parts[1], 10, 64); size != l.Size || parts[2] != l.Root {
						err = fmt.Errorf("text says otherwise")
					}
				}
			}
		case "inclusion":
			err = tlog.CheckRecord(hashes, l.Size, hash(l.Root), l.Index, tlog.RecordHash([]byte(l.Entry)))
		case "consistency":
			err = tlog.CheckTree(hashes, l.Size, hash(l.Root), l.Old, hash(l.OldRoot))
		case "altered inclusion":
			err = same(l.Held, tlog.CheckRecord(hashes, l.Size, hash(l.Root), l.Index, hash(l.Leaf)))
		case "altered consistency":
			err = same(l.Held, tlog.CheckTree(hashes, l.Size, hash(l.Root), l.Old, hash(l.OldRoot)))
		case "tiles":
			err = tiles(l, hashes)
		case "tile":
			// Entry holds a path as we write it; Go's path has the height in it.
			var t tlog.Tile
			if t, err = tlog.ParseTilePath(strings.Replace(l.Entry, "tile/", "tile/8/", 1)); err == nil {
				if int64(t.L) != l.Old || t.N != l.Index || int64(t.W) != l.Size {
					err = fmt.Errorf("another tile: %v", t)
				}
			}
		}
		counts[l.Kind]++
		if err != nil {
			bad++
			fmt.Println("REFUSED", l.Kind, l.Index, l.Old, l.Size, err)
		}
	}
	fmt.Println(counts, "refused:", bad)
	if bad > 0 {
		os.Exit(1)
	}
}
