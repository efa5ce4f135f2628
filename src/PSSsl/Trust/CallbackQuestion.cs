using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Trust;

/// <summary>Asks the user's callback about each element of a path, root first. Its verdict on an element wins over ours, both ways (manual: SSL_verify_callback).</summary>
internal sealed class CallbackQuestion
{
    private readonly Func<SslVerifyElement, bool> _callback;
    private readonly bool _forgives;
    private readonly HandshakeFacts _facts;

    internal CallbackQuestion(Func<SslVerifyElement, bool> callback, bool forgives, HandshakeFacts facts)
    {
        _callback = callback;
        _forgives = forgives;
        _facts = facts;
    }

    /// <returns>The faults that are left, and those that it found.</returns>
    internal IReadOnlyList<SslVerifyError> Ask(ChainVerdict path, IReadOnlyList<SslVerifyError> errors)
    {
        IReadOnlyList<SslVerifyElement> elements = path.Elements(errors);
        // What belongs to no element, and a fingerprint that does not fit, is not the callback's to forgive.
        List<SslVerifyError> left = errors.Where(e => !_forgives || e.Code == SslErrorCode.FingerprintMismatch || elements.All(element => element.Depth != e.Depth)).ToList();
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
            left.AddRange(errors.Where(e => _forgives && e.Depth == element.Depth && e.Code != SslErrorCode.FingerprintMismatch));
            left.Add(Refusal(element, "the verify callback refused it"));
        }

        return left;
    }

    private static SslVerifyError Refusal(SslVerifyElement element, string what) => new(SslErrorCode.CallbackRefused, element.Depth, element.Certificate, what);

    /// <summary>The time passed, or the call was cancelled, before the callback was run: that is no verdict of it.</summary>
    private bool NeverRan(Exception e) => e is SslException { Code: SslErrorCode.TimedOut } || (e is OperationCanceledException && _facts.Cancellation.IsCancellationRequested);
}
