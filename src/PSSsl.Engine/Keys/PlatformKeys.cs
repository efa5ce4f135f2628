#if !NET
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace PSSsl.Engine.Keys;

/// <summary>Keys of the platform as the library's, where the library signs.</summary>
internal static class PlatformKeys
{
    internal static AsymmetricKeyParameter? TryExport(RSA? rsa, ECDsa? ecdsa)
    {
        try
        {
            if (rsa is not null)
                return DotNetUtilities.GetRsaKeyPair(rsa.ExportParameters(true)).Private;
            if (ecdsa is null)
                return null;
            ECParameters parameters = ecdsa.ExportParameters(true);
            string curve = parameters.Curve.Oid.Value ?? parameters.Curve.Oid.FriendlyName;
            X9ECParameters? named = ECNamedCurveTable.GetByName(curve) ?? ECNamedCurveTable.GetByOid(new Org.BouncyCastle.Asn1.DerObjectIdentifier(curve));
            return named is null ? null : new ECPrivateKeyParameters("ECDSA", new BigInteger(1, parameters.D), new ECDomainParameters(named));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
#endif
