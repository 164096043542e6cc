package local

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// settings gives the neo4j.conf of a configuration. What the caller set in
// [Config.Settings] has the last word. A port not chosen yet, as neo4j-admin
// has it, is written as 0.
func (c Config) settings() string {
	s := map[string]string{
		"server.bolt.listen_address": fmt.Sprintf("%s:%d", host, max(0, c.BoltPort)),
		// What Neo4j Browser offers to connect to.
		"server.bolt.advertised_address": fmt.Sprintf("localhost:%d", max(0, c.BoltPort)),
		"server.http.enabled":            fmt.Sprint(!c.NoBrowser),
		"server.https.enabled":           "false",
		"server.memory.pagecache.size":   fmt.Sprintf("%dm", c.PageCacheMiB),
		"dbms.usage_report.enabled":      "false",
		"dbms.security.auth_enabled":     fmt.Sprint(!c.NoAuth),
		// A small graph is not to take a quarter of a gigabyte at once.
		"db.tx_log.preallocate": "false",
	}
	if !c.NoBrowser {
		s["server.http.listen_address"] = fmt.Sprintf("%s:%d", host, max(0, c.HTTPPort))
		s["client.allow_telemetry"] = "false"
		if c.PostConnect != "" {
			s["browser.post_connect_cmd"] = c.PostConnect
		}
		if len(c.RemoteHosts) > 0 {
			s["browser.remote_content_hostname_whitelist"] = strings.Join(c.RemoteHosts, ",")
		}
	}
	maps.Copy(s, c.Settings)
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(&b, "%s=%s\n", key, s[key])
	}
	return b.String()
}

// briefFlags make a Java machine fast that runs for minutes: code is compiled
// quickly rather than well, and garbage is collected without the help of
// further threads.
var briefFlags = []string{"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"}

// flags gives the arguments of the Java machine.
func (c Config) flags() []string {
	f := []string{
		fmt.Sprintf("-Xmx%dm", c.HeapMiB),
		"-XX:+ExitOnOutOfMemoryError",
		"-Dfile.encoding=UTF-8",
		"-Dlog4j2.disable.jmx=true",
	}
	for _, p := range []string{"java.nio", "java.io", "sun.nio.ch", "java.util.concurrent"} {
		f = append(f, "--add-opens=java.base/"+p+"=ALL-UNNAMED")
	}
	if c.Brief {
		f = append(f, briefFlags...)
	}
	return append(f, c.JavaFlags...)
}
