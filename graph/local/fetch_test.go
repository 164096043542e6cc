package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// fakeMaven puts an mvn on the path that runs a script; OUT is where the jars
// are to go. It gives the file in which each run leaves a line.
func fakeMaven(t *testing.T, script string) (runs string) {
	t.Helper()
	bin := t.TempDir()
	runs = filepath.Join(bin, "runs")
	text := "#!/bin/sh\necho run >>" + runs + "\nfor a; do case $a in -DoutputDirectory=*) OUT=${a#*=};; esac; done\n" + script
	if err := os.WriteFile(filepath.Join(bin, "mvn"), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":/usr/bin:/bin")
	return runs
}

const twoJars = `echo "[INFO] Downloaded from central: https://host/a/a.jar (1 kB at 2 kB/s)"
printf one >"$OUT/a.jar"; printf three >"$OUT/b.jar"
echo "[INFO] Copying a.jar to $OUT/a.jar"
`

func silent(string, ...any) {}

func TestInstallFetchesOnce(t *testing.T) {
	runs := fakeMaven(t, twoJars)
	cache := t.TempDir()
	var told sync.WaitGroup
	var dirs [3]string
	var waited atomic.Int32
	for i := range dirs {
		told.Go(func() {
			dir, err := install(t.Context(), cache, func(f string, a ...any) {
				if strings.HasPrefix(f, "waiting") {
					waited.Add(1)
				}
			})
			if err != nil {
				t.Error(err)
			}
			dirs[i] = dir
		})
	}
	told.Wait()
	if dirs[0] != dirs[1] || dirs[1] != dirs[2] || !whole(dirs[0]) {
		t.Errorf("installed at %q", dirs)
	}
	if got := lines(t, runs); got != 1 {
		t.Errorf("maven ran %d times for three at once, want 1", got)
	}

	// A jar that lost its end is seen, and all is fetched again.
	if err := os.Truncate(filepath.Join(dirs[0], "b.jar"), 2); err != nil {
		t.Fatal(err)
	}
	if _, err := install(t.Context(), cache, silent); err != nil {
		t.Fatal(err)
	}
	if got := lines(t, runs); got != 2 || !whole(dirs[0]) {
		t.Errorf("after damage: maven ran %d times, whole %v", got, whole(dirs[0]))
	}
}

func TestAFetchThatFailsLeavesNothing(t *testing.T) {
	cache := t.TempDir()
	for name, script := range map[string]string{
		"cut half-way": twoJars + `echo "[ERROR] Could not transfer artifact b from central: Network is unreachable"; exit 1`,
		"no jars":      "exit 0",
		"killed":       twoJars + "kill -9 $$",
	} {
		t.Run(name, func(t *testing.T) {
			fakeMaven(t, script)
			_, err := install(t.Context(), cache, silent)
			if !errors.Is(err, ErrDownload) {
				t.Errorf("error %v", err)
			}
			if name == "cut half-way" && !strings.Contains(err.Error(), "Network is unreachable") {
				t.Errorf("error does not say why: %v", err)
			}
			left, _ := filepath.Glob(filepath.Join(cache, "*", "*"))
			if len(left) > 0 {
				t.Errorf("left %q", left)
			}
		})
	}
	fakeMaven(t, twoJars)
	if _, err := install(t.Context(), cache, silent); err != nil {
		t.Errorf("fetch after failures: %v", err)
	}
}

func TestACancelledFetchEndsMaven(t *testing.T) {
	fakeMaven(t, "echo '[INFO] Downloaded from c: https://h/a.jar (1)'; sleep 60")
	ctx, cancel := context.WithCancel(t.Context())
	_, err := install(ctx, t.TempDir(), func(string, ...any) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestNoMaven(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := install(t.Context(), t.TempDir(), silent)
	if !errors.Is(err, ErrMaven) || !strings.Contains(err.Error(), "install it") {
		t.Errorf("error %v", err)
	}
}

func TestFindJava(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"17":      {`echo 'openjdk version "17.0.15" 2025-04-15' >&2`, ""},
		"21":      {`echo 'openjdk version "21" 2023-09-19' >&2`, ""},
		"noise":   {`echo 'Picked up JAVA_TOOL_OPTIONS: -Da=b' >&2; echo 'java version "21.0.1"' >&2`, ""},
		"11":      {`echo 'openjdk version "11.0.2"' >&2`, "is Java 11, Neo4j needs 17 or newer"},
		"8":       {`echo 'java version "1.8.0_402"' >&2`, "is Java 8, Neo4j needs 17 or newer"},
		"broken":  {`echo 'no such library' >&2; exit 1`, "no such library"},
		"strange": {`echo hello`, "names no version"},
		"none":    {"", "install one"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("JAVA_HOME", dir)
			if c.script != "" {
				if err := os.Mkdir(filepath.Join(dir, "bin"), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, "bin", "java"), []byte("#!/bin/sh\n"+c.script+"\n"), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			_, _, err := findJava(t.Context())
			if c.want == "" && err != nil || c.want != "" && (!errors.Is(err, ErrJava) || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestExplain(t *testing.T) {
	for console, want := range map[string]error{
		"Caused by: java.io.IOException: No space left on device":                        ErrSpace,
		"java.net.BindException: Address already in use":                                 ErrPort,
		"org.neo4j.kernel.internal.locker.FileLockException: Lock file has been locked":  ErrLocked,
		"java.lang.UnsupportedClassVersionError: org/neo4j/server/CommunityEntryPoint":   ErrJava,
		"Error occurred during initialization of VM\nCould not reserve enough space for": nil,
		"Something nobody has seen":                                                      nil,
	} {
		h := home{dir: t.TempDir()}
		if err := os.MkdirAll(filepath.Dir(h.console()), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(h.console(), []byte(console), 0o600); err != nil {
			t.Fatal(err)
		}
		err := h.explain(Config{HeapMiB: 512}, errors.New("exit status 1"))
		if want != nil && !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", console, err, want)
		}
		if console == "Something nobody has seen" && !strings.Contains(err.Error(), console) {
			t.Errorf("unknown fault without its words: %v", err)
		}
	}
}

func TestThePomNamesTheVersion(t *testing.T) {
	if !strings.Contains(string(pom), fmt.Sprintf("<version>%s</version>", Version)) {
		t.Errorf("pom.xml is of another version than %s", Version)
	}
}

func lines(t *testing.T, path string) int {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(text), "\n")
}
