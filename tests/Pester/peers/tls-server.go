// A TLS server on Go's own library, with all suites that it has: tls-server PORT CERT KEY
package main

import (
	"crypto/tls"
	"net/http"
	"os"
)

func main() {
	var suites []uint16
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		suites = append(suites, suite.ID)
	}
	server := &http.Server{Addr: "127.0.0.1:" + os.Args[1], TLSConfig: &tls.Config{MinVersion: tls.VersionTLS10, CipherSuites: suites}}
	panic(server.ListenAndServeTLS(os.Args[2], os.Args[3]))
}
