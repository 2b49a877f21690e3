// Verifies what record/seal/ makes with the code of Go's checksum database: notes, inclusion and consistency proofs, and
// tiles. Reads one JSON document from standard input, prints one line for each thing that it checked, and fails at the
// first that does not hold.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	// Verifier key of the log, and of a witness.
	Key, Witness string
	Checkpoints  []string
	// Data of the leaves, in their order.
	Leaves    []string
	Inclusion []struct {
		Index, Size int64
		Path        []string
	}
	Consistency []struct {
		From, To int64
		Path     []string
	}
	// By their C2SP path, base64.
	Tiles map[string]string
	// A note that must not verify.
	Forged string
}

func main() {
	var in input
	must(json.NewDecoder(os.Stdin).Decode(&in))
	roots := checkpoints(in)
	for _, one := range in.Inclusion {
		leaf := tlog.RecordHash([]byte(in.Leaves[one.Index]))
		must(tlog.CheckRecord(hashes(one.Path), one.Size, roots[one.Size], one.Index, leaf))
	}
	fmt.Printf("%d inclusion proofs\n", len(in.Inclusion))
	for _, one := range in.Consistency {
		must(tlog.CheckTree(hashes(one.Path), one.To, roots[one.To], one.From, roots[one.From]))
	}
	fmt.Printf("%d consistency proofs\n", len(in.Consistency))
	tiles(in, roots)
}

// Opens every checkpoint, and answers the root that each size has. Of the last one a witness has signed too.
func checkpoints(in input) map[int64]tlog.Hash {
	verifier, err := note.NewVerifier(in.Key)
	must(err)
	cosigner, err := newCosigner(in.Witness)
	must(err)
	roots := map[int64]tlog.Hash{}
	for index, text := range in.Checkpoints {
		known := []note.Verifier{verifier}
		if index == len(in.Checkpoints)-1 {
			known = append(known, cosigner)
		}
		opened, err := note.Open([]byte(text), note.VerifierList(known...))
		must(err)
		if len(opened.Sigs) != len(known) {
			panic(fmt.Sprintf("%d of %d signatures verify", len(opened.Sigs), len(known)))
		}
		lines := strings.Split(opened.Text, "\n")
		if lines[0] != verifier.Name() {
			panic("the origin is not the name of the key")
		}
		size, err := strconv.ParseInt(lines[1], 10, 64)
		must(err)
		root, err := tlog.ParseHash(lines[2])
		must(err)
		roots[size] = root
	}
	if _, err := note.Open([]byte(in.Forged), note.VerifierList(verifier)); err == nil {
		panic("a forged note verifies")
	}
	fmt.Printf("%d checkpoints, one cosigned; a forged one does not verify\n", len(in.Checkpoints))
	return roots
}

// Rebuilds the log's hashes from the leaves alone, and compares every tile with what Go would store.
func tiles(in input, roots map[int64]tlog.Hash) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for at, index := range indexes {
			out[at] = stored[index]
		}
		return out, nil
	})
	for index, leaf := range in.Leaves {
		next, err := tlog.StoredHashes(int64(index), []byte(leaf), reader)
		must(err)
		stored = append(stored, next...)
		if want, ok := roots[int64(index)+1]; ok {
			root, err := tlog.TreeHash(int64(index)+1, reader)
			must(err)
			if root != want {
				panic(fmt.Sprintf("the root of %d leaves is another", index+1))
			}
		}
	}
	checked := 0
	for _, tile := range tlog.NewTiles(8, 0, int64(len(in.Leaves))) {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := tlog.ReadTileData(tile, reader)
		must(err)
		encoded, ok := in.Tiles[path]
		if !ok {
			panic("there is no tile " + path)
		}
		if base64.StdEncoding.EncodeToString(data) != encoded {
			panic("the tile " + path + " holds other hashes")
		}
		checked++
	}
	if checked != len(in.Tiles) {
		panic(fmt.Sprintf("%d tiles are here, Go has %d", len(in.Tiles), checked))
	}
	fmt.Printf("%d tiles of %d leaves, and the roots of %d sizes\n", checked, len(in.Leaves), len(roots))
}

// A cosignature/v1 of C2SP: eight bytes of seconds, then Ed25519 over a header and the text.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func newCosigner(vkey string) (*cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, fmt.Errorf("no key of a witness: %v", err)
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if hex.EncodeToString(sum[:4]) != parts[1] {
		return nil, fmt.Errorf("the key is not what its id says")
	}
	return &cosigner{parts[0], binary.BigEndian.Uint32(sum[:4]), key[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.id }
func (c *cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	header := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(header), msg...), sig[8:])
}

func hashes(path []string) []tlog.Hash {
	out := make([]tlog.Hash, len(path))
	for at, text := range path {
		data, err := hex.DecodeString(text)
		must(err)
		copy(out[at][:], data)
	}
	return out
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
