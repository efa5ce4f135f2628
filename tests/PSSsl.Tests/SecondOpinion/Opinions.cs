using System;
using System.IO;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>What all judges say of one chain.</summary>
internal sealed record Opinions(MadeChain Chain, Opinion Ours, Opinion OpenSsl, Opinion Platform, Opinion GnuTls)
{
    /// <summary>We accept what OpenSSL refuses, or two others.</summary>
    internal bool IsFalseAccept => Ours.Accepts && (!OpenSsl.Accepts || Refusals >= 2);

    /// <summary>We refuse what OpenSSL accepts, or all others.</summary>
    internal bool IsFalseRefusal => !Ours.Accepts && OpenSsl.Accepts;

    /// <summary>The strict check accepts what the default check refuses, or what OpenSSL's strict check does.</summary>
    internal bool IsFalselyStrict => Strict.Accepts && (!Ours.Accepts || OpenSslStrict is { Accepts: false });

    internal Opinion Strict { get; private init; } = new(false, "not judged");

    /// <summary>Null where our strict check refuses: others have other rules of form.</summary>
    internal Opinion? OpenSslStrict { get; private init; }

    internal bool Differs => IsFalseAccept || IsFalseRefusal;

    private int Refusals => Convert.ToInt32(!OpenSsl.Accepts) + Convert.ToInt32(!Platform.Accepts) + Convert.ToInt32(!GnuTls.Accepts);

    internal static Opinions Of(MadeChain chain, string folder)
    {
        string own = Path.Combine(folder, Path.GetRandomFileName());
        chain.Write(own);
        Opinion strict = OurJudge.Judge(chain, strict: true);
        Opinion ours = OurJudge.Judge(chain, strict: false);
        return new Opinions(chain, ours, OpenSslJudge.Judge(chain, own), PlatformJudge.Judge(chain), GnuTlsJudge.Judge(own))
        {
            Strict = strict,
            OpenSslStrict = strict.Accepts ? OpenSslJudge.Judge(chain, own, strict: true) : null,
        };
    }

    public override string ToString() =>
        $"{Chain}: here {Ours}, strictly {Strict}; OpenSSL {OpenSsl}, strictly {OpenSslStrict}; .NET {Platform}; GnuTLS {GnuTls}";
}
