using PSSsl.X509;
using PSSsl.X509.Keys;
using Xunit;

namespace PSSsl.Tests.X509;

/// <summary>Which algorithms are which, by their object identifiers.</summary>
public class SignatureAlgorithmsTests
{
    /// <summary>NIST's arc has DSA, ECDSA and RSA with SHA-3 too: those are not what a platform is too old for.</summary>
    [Theory]
    [InlineData("2.16.840.1.101.3.4.3.17", true)]
    [InlineData("2.16.840.1.101.3.4.3.19", true)]
    [InlineData("2.16.840.1.101.3.4.3.20", true)]
    [InlineData("2.16.840.1.101.3.4.3.46", true)]
    [InlineData("2.16.840.1.101.3.4.3.47", false)]
    [InlineData("2.16.840.1.101.3.4.3.2", false)]
    [InlineData("2.16.840.1.101.3.4.3.14", false)]
    [InlineData("2.16.840.1.101.3.4.3.17.1", false)]
    [InlineData("1.2.840.113549.1.1.11", false)]
    public void PostQuantumSignaturesAreToldFromOthers(string oid, bool expected) =>
        Assert.Equal(expected, SignatureAlgorithms.IsPostQuantum(oid));
}
