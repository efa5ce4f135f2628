using PSSsl.X509;
using PSSsl.X509.Der;

namespace PSSsl.Certificates.Making;

/// <summary>An extension to be written.</summary>
/// <param name="Oid">Its identifier.</param>
/// <param name="Critical">Whether who does not know it must refuse the certificate.</param>
/// <param name="Value">What its OCTET STRING holds, DER.</param>
internal sealed record PlannedExtension(string Oid, bool Critical, byte[] Value)
{
    internal byte[] Der => Critical
        ? DerWriter.Sequence(DerWriter.Oid(Oid), DerWriter.True(), DerWriter.OctetString(Value))
        : DerWriter.Sequence(DerWriter.Oid(Oid), DerWriter.OctetString(Value));
}
