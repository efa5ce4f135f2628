using System;
using System.IO;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>What all judges say of one chain.</summary>
internal sealed record Opinions(MadeChain Chain, Opinion Ours, Opinion OpenSsl, Opinion Platform, Opinion GnuTls)
{
    /// <summary>We accept what OpenSSL refuses, or two others.</summary>
    internal bool IsFalseAccept => Ours.Accepts && (!OpenSsl.Accepts || Refusals >= 2);

    /// <summary>We refuse what all others accept.</summary>
    internal bool IsFalseRefusal => !Ours.Accepts && Refusals == 0;

    internal bool Differs => IsFalseAccept || IsFalseRefusal;

    private int Refusals => Convert.ToInt32(!OpenSsl.Accepts) + Convert.ToInt32(!Platform.Accepts) + Convert.ToInt32(!GnuTls.Accepts);

    internal static Opinions Of(MadeChain chain, string folder)
    {
        string own = Path.Combine(folder, Path.GetRandomFileName());
        chain.Write(own);
        return new Opinions(chain, OurJudge.Judge(chain, strict: false), OpenSslJudge.Judge(chain, own), PlatformJudge.Judge(chain), GnuTlsJudge.Judge(own))
        {
            Folder = own,
        };
    }

    internal string Folder { get; private init; } = string.Empty;

    public override string ToString() => $"{Chain}: here {Ours}; OpenSSL {OpenSsl}; .NET {Platform}; GnuTLS {GnuTls}";
}
