namespace PSSsl;

/// <summary>What serialisers see of a policy's result: its lists as text, since a list so deep within a report would be cut off.</summary>
public abstract class SavedPolicyResult
{
    private protected SavedPolicyResult()
    {
    }

    /// <summary>What is not as it says, with the section.</summary>
    public string Violations => string.Join("; ", ((SslPolicyResult)this).Violations);

    /// <summary>What could not be found out.</summary>
    public string Unknown => string.Join("; ", ((SslPolicyResult)this).Unknown);
}
