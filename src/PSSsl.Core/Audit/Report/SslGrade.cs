using System;
using System.Collections.Generic;

namespace PSSsl;

/// <summary>A grade by the rules of SSL Labs' rating guide, version 2009r.</summary>
public sealed class SslGrade
{
    /// <summary>A+ to F; T if the certificate is not trusted, M if it is for another name; ? if too little is known.</summary>
    public string Letter { get; internal init; } = "?";

    /// <summary>0 to 100 before what caps it.</summary>
    public int? Score { get; internal init; }

    /// <summary>Of the versions.</summary>
    public int? ProtocolScore { get; internal init; }

    /// <summary>Of the key exchange.</summary>
    public int? KeyExchangeScore { get; internal init; }

    /// <summary>Of the ciphers.</summary>
    public int? CipherScore { get; internal init; }

    /// <summary>What keeps the grade down, one by one.</summary>
    public IReadOnlyList<string> Caps { get; internal init => field = new SslTextList(value); } = new SslTextList(Array.Empty<string>());

    /// <inheritdoc/>
    public override string ToString() => Letter;
}
