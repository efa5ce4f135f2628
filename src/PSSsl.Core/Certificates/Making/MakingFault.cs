using System;

namespace PSSsl.Certificates.Making;

/// <summary>Errors in what a certificate or list was asked to hold.</summary>
internal static class MakingFault
{
    internal static SslException Option(string message, string todo, Exception? inner = null) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, message, inner) { RecommendedAction = todo };

    /// <summary>The issuer is not the one who may do this.</summary>
    internal static SslException Issuer(string message, string todo, SslErrorCode code = SslErrorCode.CertificatePurpose) =>
        new(code, SslPhase.Configuration, message) { RecommendedAction = todo };
}
