using System;
using System.Management.Automation;

namespace PSSsl.Commands;

/// <summary>An SslException as PowerShell shows it: a stable id (the code), a category, what to do.</summary>
internal static class ErrorRecords
{
    /// <summary>From 7.5 on PowerShell shows an error's recommended action below its message.</summary>
    private static readonly bool s_showsAction = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    internal static ErrorRecord From(SslException error, object? target)
    {
        var record = new ErrorRecord(error, error.Code.ToString(), Category(error.Code), target);
        // What to do is shown once: by itself where PowerShell does so, within the message elsewhere.
        string message = error.RecommendedAction is null || s_showsAction ? error.Message : $"{error.Message} {error.RecommendedAction}";
        record.ErrorDetails = new ErrorDetails(message) { RecommendedAction = error.RecommendedAction ?? string.Empty };
        return record;
    }

    private static ErrorCategory Category(SslErrorCode code) => code switch
    {
        SslErrorCode.InvalidOption => ErrorCategory.InvalidArgument,
        SslErrorCode.FileNotReadable => ErrorCategory.ObjectNotFound,
        SslErrorCode.FileContent or SslErrorCode.KeyMissing or SslErrorCode.KeyMismatch => ErrorCategory.InvalidData,
        SslErrorCode.PasswordMissing or SslErrorCode.PasswordWrong or SslErrorCode.ProxyAuthentication => ErrorCategory.AuthenticationError,
        SslErrorCode.FileExists => ErrorCategory.ResourceExists,
        SslErrorCode.FileNotWritable => ErrorCategory.WriteError,
        SslErrorCode.TimedOut => ErrorCategory.OperationTimeout,
        SslErrorCode.Canceled => ErrorCategory.OperationStopped,
        SslErrorCode.NameNotFound or SslErrorCode.ConnectionRefused or SslErrorCode.HostUnreachable or SslErrorCode.Network
            or SslErrorCode.PeerVanished or SslErrorCode.Truncated or SslErrorCode.ProxyRefused => ErrorCategory.ConnectionError,
        SslErrorCode.AddressInUse => ErrorCategory.ResourceUnavailable,
        SslErrorCode.PeerNotTls or SslErrorCode.NoCommonVersion or SslErrorCode.NoCommonCipher or SslErrorCode.ProtocolViolation
            or SslErrorCode.UnsafeRenegotiation or SslErrorCode.AlertReceived or SslErrorCode.NameNotServed or SslErrorCode.NoCommonProtocol
            or SslErrorCode.ProxyUnexpected => ErrorCategory.ProtocolError,
        SslErrorCode.PskIdentityUnknown or SslErrorCode.PskWrong or SslErrorCode.ClientCertificateRequired
            or SslErrorCode.CertificateRefusedByPeer or SslErrorCode.CertificateMissing => ErrorCategory.AuthenticationError,
        >= SslErrorCode.CertificateUntrusted and <= SslErrorCode.CallbackRefused => ErrorCategory.SecurityError,
        SslErrorCode.NotOpen => ErrorCategory.InvalidOperation,
        SslErrorCode.TooLong => ErrorCategory.LimitsExceeded,
        _ => ErrorCategory.NotSpecified,
    };
}
