using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Trust;

/// <summary>
/// Asks the user's callback about each element of a path, root first. Its verdict on an element wins over ours, both ways (
/// SSL_verify_callback).
/// </summary>
internal sealed class CallbackQuestion
{
    private readonly Func<SslVerifyElement, bool> _callback;
    private readonly bool _forgives;
    private readonly bool _keepsRevocation;
    private readonly HandshakeFacts _facts;

    /// <param name="callback">The user's.</param>
    /// <param name="forgives">Whether its $true makes up for faults.</param>
    /// <param name="keepsRevocation">Whether those of revocation are not among them: where -Ocsp demands an answer, which the manual asks
    /// for beside the callback, after it.</param>
    /// <param name="facts">The occasion.</param>
    internal CallbackQuestion(Func<SslVerifyElement, bool> callback, bool forgives, bool keepsRevocation, HandshakeFacts facts)
    {
        _keepsRevocation = keepsRevocation;
        _callback = callback;
        _forgives = forgives;
        _facts = facts;
    }

    /// <returns>The faults that are left, and those that it found.</returns>
    internal IReadOnlyList<SslVerifyError> Ask(ChainVerdict path, IReadOnlyList<SslVerifyError> errors)
    {
        IReadOnlyList<SslVerifyElement> elements = path.Elements(errors);
        // What belongs to no element, and a fingerprint that does not fit, is not the callback's to forgive.
        List<SslVerifyError> left = errors.Where(e => !IsForgivable(e) || elements.All(element => element.Depth != e.Depth)).ToList();
        foreach (SslVerifyElement element in elements)
        {
            bool accepted;
            try
            {
                accepted = (bool)_facts.RunUsersCode(() => _callback(element))!;
            }
            catch (Exception e) when (NeverRan(e))
            {
                throw;
            }
#pragma warning disable CA1031 // A callback that fails, however it does, refuses; its error is shown.
            catch (Exception e)
#pragma warning restore CA1031
            {
                left.Add(Refusal(element, $"the verify callback failed: {e.GetBaseException().Message}"));
                continue;
            }

            _facts.Trace?.Invoke($"verify callback, depth {element.Depth}, {element.Subject}: {(accepted ? "accepted" : "refused")}");
            if (accepted)
                continue;
            left.AddRange(errors.Where(e => e.Depth == element.Depth && IsForgivable(e)));
            left.Add(Refusal(element, "the verify callback refused it"));
        }

        return left;
    }

    private bool IsForgivable(SslVerifyError error) => _forgives && error.Code switch
    {
        SslErrorCode.FingerprintMismatch => false,
        SslErrorCode.CertificateRevoked or SslErrorCode.RevocationUnknown => !_keepsRevocation,
        _ => true,
    };

    private static SslVerifyError Refusal(SslVerifyElement element, string what) =>
        new(SslErrorCode.CallbackRefused, element.Depth, element.Certificate, what);

    /// <summary>The time passed, or the call was cancelled, before the callback was run: that is not a verdict of it.</summary>
    private bool NeverRan(Exception e) =>
        e is SslException { Code: SslErrorCode.TimedOut }
            || (e is OperationCanceledException && _facts.Cancellation.IsCancellationRequested);
}
