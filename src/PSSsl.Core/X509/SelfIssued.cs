using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;

namespace PSSsl.X509;

/// <summary>Whether a certificate names itself as its issuer, as a root does (RFC 5280, 3.2), by the bytes of the names.</summary>
internal static class SelfIssued
{
    internal static bool Is(X509Certificate2 certificate) =>
        ByteSequenceComparer.Instance.Equals(certificate.SubjectName.RawData, certificate.IssuerName.RawData);
}
