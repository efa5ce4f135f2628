using System;

namespace PSSsl.Certificates.Making;

/// <summary>An entry of a revocation list (RFC 5280, 5.3).</summary>
/// <param name="SerialNumber">Big-endian.</param>
/// <param name="Date">When it was revoked.</param>
/// <param name="Reason">CRLReason.</param>
/// <param name="InvalidSince">From when on it must be doubted, if that is known to be another time.</param>
internal sealed record RevokedCertificate(byte[] SerialNumber, DateTime Date, int Reason, DateTime? InvalidSince);
