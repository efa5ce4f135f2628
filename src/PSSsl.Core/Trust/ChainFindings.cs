using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>The faults of a path while rules look for them.</summary>
internal sealed class ChainFindings
{
    private readonly List<SslVerifyError> _faults = new();

    internal ChainFindings(IReadOnlyList<X509Certificate2> path) => Path = path;

    /// <summary>The leaf first.</summary>
    internal IReadOnlyList<X509Certificate2> Path { get; }

    internal IReadOnlyList<SslVerifyError> Faults => _faults;

    /// <summary>How a message calls the certificate at this place.</summary>
    internal string Name(int depth) => ChainFaults.Name(Path[depth]);

    internal void Add(SslErrorCode code, int depth, string message, string reference) =>
        _faults.Add(new SslVerifyError(code, depth, Path[depth], message, reference));

    /// <summary>A fault of form, <see cref="SslErrorCode.CertificateInvalid"/>.</summary>
    internal void Add(int depth, string message, string reference) => Add(SslErrorCode.CertificateInvalid, depth, message, reference);
}
