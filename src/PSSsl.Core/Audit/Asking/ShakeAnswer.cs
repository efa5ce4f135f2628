namespace PSSsl.Audit.Asking;

/// <summary>What came of a whole handshake of the engine.</summary>
/// <param name="Socket">The open socket, which is the caller's; null if it failed.</param>
/// <param name="Error">The engine's error.</param>
/// <param name="Why">Why it failed, in words.</param>
/// <param name="IsDropped">
/// True if the server ended it without an alert, again and again, and answered something else in between: it refuses this.
/// </param>
internal readonly record struct ShakeAnswer(SslSocket? Socket, SslException? Error, string? Why, bool IsDropped = false);
