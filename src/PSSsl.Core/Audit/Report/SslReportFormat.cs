namespace PSSsl;

/// <summary>What reports are written as.</summary>
public enum SslReportFormat
{
    /// <summary>A page to look at, without network access.</summary>
    Html,

    /// <summary>JSON, which Import-SslReport reads again.</summary>
    Json,

    /// <summary>A table, a row for each server.</summary>
    Csv,

    /// <summary>JUnit's XML, which build servers show.</summary>
    JUnit,

    /// <summary>SARIF 2.1.0, which code scanning platforms show.</summary>
    Sarif,
}
