using PSSsl.Engine;

namespace PSSsl.Shim;

/// <summary>A failure as one line, of which an error map can match the beginning.</summary>
internal static class FailureText
{
    internal static string Of(TlsEngineException e) => $"{e.Failure}: alert {e.Alert}: {e.Message} {e.Detail}".TrimEnd();
}
