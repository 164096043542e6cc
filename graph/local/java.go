package local

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// oldestJava is the oldest release of Java that Neo4j 5.26 runs on.
const oldestJava = 17

var javaVersion = regexp.MustCompile(`version "(?:1\.)?(\d+)`)

// findJava gives the path of a Java that can run Neo4j, and what it calls
// itself: the one of JAVA_HOME where that is set, as every Java program has
// it, else the one on the path.
func findJava(ctx context.Context) (path, release string, err error) {
	const install = "install one (Debian, Ubuntu: apt install openjdk-17-jre-headless; macOS: brew install openjdk@17), or let JAVA_HOME name it"
	path = "java"
	if dir := os.Getenv("JAVA_HOME"); dir != "" {
		path = filepath.Join(dir, "bin", "java")
	}
	path, err = exec.LookPath(path)
	if err != nil {
		return "", "", fmt.Errorf("%w: Neo4j needs Java %d or newer: %s (%w)", ErrJava, oldestJava, install, err)
	}
	out, err := exec.CommandContext(ctx, path, "-version").CombinedOutput()
	if ctx.Err() != nil {
		return "", "", ctx.Err()
	}
	m := javaVersion.FindSubmatch(out)
	if err != nil {
		return "", "", fmt.Errorf("%w: %s -version does not work (%w): %s\n%s", ErrJava, path, err, install, lastLines(out, 5))
	}
	if m == nil {
		return "", "", fmt.Errorf("%w: %s -version names no version: %s\n%s", ErrJava, path, install, lastLines(out, 5))
	}
	if number, _ := strconv.Atoi(string(m[1])); number < oldestJava {
		return "", "", fmt.Errorf("%w: %s is Java %d, Neo4j needs %d or newer: %s", ErrJava, path, number, oldestJava, install)
	}
	return path, string(out), nil
}
