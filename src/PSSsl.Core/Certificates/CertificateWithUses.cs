using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;

namespace PSSsl.Certificates;

/// <summary>A certificate, and what the file it stood in says that it is to be trusted for.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Uses">Null if the file says nothing.</param>
internal sealed record CertificateWithUses(X509Certificate2 Certificate, CertificateUses? Uses = null);
