using System;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace PSSsl.Engine.Keys;

/// <summary>
/// What of a certificate whoever has its key must know, its key and its names, whatever else is in it: what is wrong with its extensions
/// say those who judge it.
/// </summary>
internal static class CertificateParts
{
    private const int Issuer = 2, Subject = 4, Key = 5;

    /// <returns>Null if it cannot be read.</returns>
    internal static SubjectPublicKeyInfo? KeyOf(byte[] certificate) =>
        Read(certificate, part => SubjectPublicKeyInfo.GetInstance(part(Key)));

    /// <returns>Null if it cannot be read.</returns>
    internal static X509Name? IssuerOf(byte[] certificate) => Read(certificate, part => X509Name.GetInstance(part(Issuer)));

    /// <returns>Null if it cannot be read.</returns>
    internal static X509Name? SubjectOf(byte[] certificate) => Read(certificate, part => X509Name.GetInstance(part(Subject)));

    private static T? Read<T>(byte[] certificate, Func<Func<int, Asn1Encodable>, T> read) where T : class
    {
        try
        {
            var signed = Asn1Sequence.GetInstance(Asn1Sequence.GetInstance(certificate)[0]);
            // The version stands before all others, in [0], where it is told.
            int first = signed[0] is Asn1TaggedObject ? 1 : 0;
            return read(number => signed[first + number]);
        }
        // The library throws many kinds at what is not as it must be.
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            return null;
        }
    }
}
