namespace PSSsl.Audit.ByHand;

/// <summary>How a server answered to the end of a handshake by hand.</summary>
internal sealed record HandReply
{
    internal static HandReply None { get; } = new() { Text = "it did not come to that" };

    internal static HandReply Whole { get; } = new() { IsWhole = true, Text = "a whole handshake" };

    internal static HandReply Over { get; } = new() { IsOver = true, Text = "the end of the connection" };

    internal static HandReply Silence { get; } = new() { Text = "silence" };

    internal bool IsWhole { get; init; }

    internal bool IsOver { get; init; }

    internal int? Alert { get; init; }

    internal string Text { get; init; } = string.Empty;

    internal static HandReply OfAlert(int alert) => new() { Alert = alert, Text = $"the alert {(SslAlert)alert}" };
}
