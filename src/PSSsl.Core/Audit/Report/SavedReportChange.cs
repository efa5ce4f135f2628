namespace PSSsl;

/// <summary>What serialisers see of a change: words.</summary>
public abstract class SavedReportChange
{
    private protected SavedReportChange()
    {
    }

    /// <summary>How bad the finding is.</summary>
    public string Severity => ((SslReportChange)this).Severity.ToString();
}
