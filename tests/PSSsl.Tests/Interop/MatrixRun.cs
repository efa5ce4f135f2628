using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PSSsl.Tests.Interop.Peers;
using PSSsl.X509.Names;

[assembly: Xunit.AssemblyFixture(typeof(PSSsl.Tests.Interop.MatrixRun))]

namespace PSSsl.Tests.Interop;

/// <summary>What a run of the matrix has seen to work. At the end of a whole run, and only then, docs/interop.md says it.</summary>
public sealed class MatrixRun : IDisposable
{
    internal static readonly string Document = Path.Combine(Repository.Root, "docs", "interop.md");

    private readonly ConcurrentDictionary<MatrixCell, bool> _works = new();
    private readonly ConcurrentDictionary<MatrixCell, string[]> _negotiated = new();

    internal void Works(MatrixCell cell) => _works[cell] = true;

    internal void Negotiated(MatrixCell cell, SslSocket socket) =>
        _negotiated[cell] = [socket.Cipher!.Name, socket.Group ?? "–", socket.SignatureScheme ?? "–"];

    /// <summary>The cells that a document's table claims.</summary>
    internal static IEnumerable<MatrixCell> Claims(string document)
    {
        string[] headings = [];
        foreach (string line in File.ReadLines(document).Where(l => l.StartsWith('|')))
        {
            string[] fields = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
            if (fields[0] == "Peer")
                headings = fields;
            for (int i = 2; i < fields.Length && i < headings.Length; i++)
            {
                if (fields[i] == "yes")
                    yield return new MatrixCell(fields[0], fields[1], headings[i]);
            }
        }
    }

    public void Dispose()
    {
        if (MatrixCell.All.Any(c => !_works.ContainsKey(c)))
            return;
        string text = Text();
        if (!File.Exists(Document) || File.ReadAllText(Document) != text)
            File.WriteAllText(Document, text);
    }

    private string Text() => string.Join('\n',
    [
        """
        # Interoperability

        Tests write this page (`MatrixTests`) when all of them have passed with every peer on the machine; they fail when something that stands here stops working.

        Each "yes" is a connection on which both ends were set to that version alone, the client verified the server's certificate and name, 64 KiB went each way and both ends sent close_notify
        (nginx serves, and Chromium loads, a page of 64 KiB). With a client certificate, the server verified that too. ALPN agreed on `http/1.1`. "Hybrid group" is X25519MLKEM768 by the defaults
        of both ends. A dash: the peer cannot, or not without a hand on it. Peers older than they are here may do less. "Resumption": a second
        connection resumed the session of the first, on both ends (`SessionInteropTests`); a dash there means that it was not tried.

        ## Peers

        """,
        .. TlsPeer.All.Select(p => $"- {p.Name}: {p.Version()}"),
        """

        ## What works

        """,
        Row(["Peer", "We are the", .. MatrixCell.Columns]),
        Row(Enumerable.Repeat("---", MatrixCell.Columns.Count + 2)),
        .. MatrixCell.All.Select(c => (c.Peer, c.Role)).Distinct()
            .Select(r =>
                Row([r.Peer, r.Role, .. MatrixCell.Columns.Select(c => _works.ContainsKey(new(r.Peer, r.Role, c)) ? "yes" : "–")])),
        """

        ## What was negotiated

        By the defaults of both ends, with the server's EC certificate; before TLS 1.2 with its RSA one.

        | Peer | We are the | Version | Cipher suite | Group | Signature |
        | --- | --- | --- | --- | --- | --- |
        """,
        .. MatrixCell.All.Where(_negotiated.ContainsKey).Select(c => Row([c.Peer, c.Role, c.Column, .. _negotiated[c]])),
        string.Empty,
    ]);

    private static string Row(IEnumerable<string> fields) => $"| {string.Join(" | ", fields)} |";
}
