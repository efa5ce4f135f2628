using System.Linq;
using PSSsl.X509;
using PSSsl.X509.Revocation;

namespace PSSsl.Certificates.Making;

/// <summary>The reason that a user gives for a revocation.</summary>
internal static class RevocationReason
{
    /// <exception cref="SslException">There is no such reason, or it is none of a whole list.</exception>
    internal static int Parse(string text) => RevocationReasons.Find(text) switch
    {
        RevocationReasons.RemoveFromCrl => throw Wrong("removeFromCRL is a reason of delta lists alone."),
        { } code => code,
        null => throw Wrong($"'{text}' is not a reason of revocation."),
    };

    private static SslException Wrong(string what) =>
        SslException.Option(what, $"Valid are {string.Join(", ", RevocationReasons.Descriptions.Select(r => r.Key))}.");
}
