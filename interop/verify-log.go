// Verify-log checks a published log with code that nobody of this project wrote: notes, hashes, trees and tile
// names come from golang.org/x/mod/sumdb. It reads no election, only the log.
//
//	verify-log DIRECTORY VKEY-FILE
//
// Exit code 0: checkpoint, every entry bundle and every tile fit. 1: something does not; its place is printed.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	full   = 1 << height
)

// A published log and its tree, computed from the entries alone.
type log struct {
	directory string
	origin    string
	tree      tlog.Tree
	hashes    []tlog.Hash
	entries   [][]byte
}

// A failure names the file and says what is wrong with it.
func fail(place, format string, arguments ...any) error {
	return fmt.Errorf("%s: %s", place, fmt.Sprintf(format, arguments...))
}

// ReadHashes answers from the hashes computed so far.
func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(l.hashes)) {
			return nil, fmt.Errorf("no hash with index %d", index)
		}
		found[i] = l.hashes[index]
	}
	return found, nil
}

// Path as C2SP tlog-tiles has it; sumdb writes the height and calls the entries data.
func path(t tlog.Tile) string {
	p := strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", height))
	return "tile/" + strings.Replace(p, "data/", "entries/", 1)
}

// Tile with that path, in its one spelling.
func parse(p string) (tlog.Tile, error) {
	row := strings.Replace(strings.TrimPrefix(p, "tile/"), "entries/", "data/", 1)
	t, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", height, row))
	if err != nil || path(t) != p {
		return t, fail(p, "is not the path of a tile or an entry bundle")
	}
	return t, nil
}

func (l *log) read(p string) ([]byte, error) {
	file := filepath.Join(l.directory, filepath.FromSlash(p))
	if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
		return nil, fail(p, "is missing")
	}
	return os.ReadFile(file)
}

// The signed checkpoint. Lines of keys that are not given mean nothing here.
func (l *log) openCheckpoint(vkeys string) error {
	var known []note.Verifier
	for _, vkey := range strings.Fields(vkeys) {
		verifier, err := note.NewVerifier(vkey)
		if err != nil {
			return fail("key", "%v", err)
		}
		known = append(known, verifier)
	}
	signed, err := l.read("checkpoint")
	if err != nil {
		return err
	}
	opened, err := note.Open(signed, note.VerifierList(known...))
	if err != nil {
		return fail("checkpoint", "%v", err)
	}
	// tlog.ParseTree insists on sumdb's own origin in the first line; the other lines are the same.
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	if err != nil {
		return fail("checkpoint", "%v", err)
	}
	canonical := strings.TrimPrefix(string(tlog.FormatTree(tree)), "go.sum database tree")
	if opened.Text != origin+canonical {
		return fail("checkpoint", "is not in its canonical form")
	}
	for _, signature := range opened.Sigs {
		// note.Open lets the last character differ in bits that stand for nothing.
		if _, err := base64.StdEncoding.Strict().DecodeString(signature.Base64); err != nil {
			return fail("checkpoint", "has a signature that is not canonical base64")
		}
		if signature.Name != origin {
			return fail("checkpoint", "is of %q, signed by %q", origin, signature.Name)
		}
	}
	l.origin, l.tree = origin, tree
	return nil
}

// Entries of a bundle that has exactly this many of them.
func decode(p string, bundle []byte, width int) ([][]byte, error) {
	var entries [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
			return nil, fail(p, "ends within entry %d", len(entries))
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		entries = append(entries, bundle[2:end])
		bundle = bundle[end:]
	}
	if len(entries) != width {
		return nil, fail(p, "has %d entries, not %d", len(entries), width)
	}
	return entries, nil
}

// Width of a tile in a log of this size; 0 if the log has no such tile.
func width(t tlog.Tile, size int64) int {
	level := t.L
	if level < 0 {
		level = 0
	}
	hashes := size >> (height * level)
	if left := hashes - t.N<<height; left < full {
		if left < 0 {
			return 0
		}
		return int(left)
	}
	return full
}

// The tree over all entries, hashed one by one, compared with the signed root.
func (l *log) readEntries() error {
	for n := int64(0); n<<height < l.tree.N; n++ {
		t := tlog.Tile{H: height, L: -1, N: n, W: full}
		t.W = width(t, l.tree.N)
		bundle, err := l.read(path(t))
		if err != nil {
			return err
		}
		entries, err := decode(path(t), bundle, t.W)
		if err != nil {
			return err
		}
		for _, entry := range entries {
			stored, err := tlog.StoredHashes(int64(len(l.entries)), entry, l)
			if err != nil {
				return fail(path(t), "%v", err)
			}
			l.hashes = append(l.hashes, stored...)
			l.entries = append(l.entries, entry)
		}
	}
	root, err := tlog.TreeHash(l.tree.N, l)
	if err != nil {
		return fail("tile/entries", "%v", err)
	}
	if root != l.tree.Hash {
		return fail("tile/entries", "the %d entries give root %v, signed is %v", l.tree.N, root, l.tree.Hash)
	}
	return nil
}

// A file below tile/ has the bytes that the entries give, whatever published size it is of.
func (l *log) check(p string) error {
	t, err := parse(p)
	if err != nil {
		return err
	}
	if t.W > width(t, l.tree.N) {
		return fail(p, "is wider than the log")
	}
	content, err := l.read(p)
	if err != nil {
		return err
	}
	if t.L >= 0 {
		expected, err := tlog.ReadTileData(t, l)
		if err == nil && !bytes.Equal(content, expected) {
			err = fmt.Errorf("differs from what the entries give")
		}
		if err != nil {
			return fail(p, "%v", err)
		}
		return nil
	}
	entries, err := decode(p, content, t.W)
	for i := 0; err == nil && i < t.W; i++ {
		if index := t.N<<height + int64(i); !bytes.Equal(entries[i], l.entries[index]) {
			err = fail(p, "entry %d differs from the one under the root", index)
		}
	}
	return err
}

// Every tile that this size needs is there; of the widths of a place, the widest.
func (l *log) checkRequired() (int, error) {
	count := 0
	for _, t := range tlog.NewTiles(height, 0, l.tree.N) {
		if t.W != width(t, l.tree.N) {
			continue
		}
		if err := l.check(path(t)); err != nil {
			return 0, err
		}
		count++
	}
	return count, nil
}

// Whatever else lies below tile/ is a partial tile or bundle of an earlier size.
func (l *log) checkFound() (int, error) {
	count := 0
	err := filepath.WalkDir(filepath.Join(l.directory, "tile"), func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(l.directory, file)
		if err != nil {
			return err
		}
		count++
		return l.check(filepath.ToSlash(relative))
	})
	return count, err
}

func (l *log) verify(vkeys string) (string, error) {
	if err := l.openCheckpoint(vkeys); err != nil {
		return "", err
	}
	if err := l.readEntries(); err != nil {
		return "", err
	}
	required, err := l.checkRequired()
	if err != nil {
		return "", err
	}
	found, err := l.checkFound()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s: %d entries, %d tiles, %d files below tile/ fit", l.origin, l.tree.N, required, found), nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: verify-log DIRECTORY VKEY-FILE")
		os.Exit(2)
	}
	vkeys, err := os.ReadFile(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	said, err := (&log{directory: os.Args[1]}).verify(string(vkeys))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(said)
}
