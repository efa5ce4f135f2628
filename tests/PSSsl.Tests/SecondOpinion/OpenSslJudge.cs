using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PSSsl.Tests.SecondOpinion;

/// <summary><c>openssl verify</c>, as its TLS client would at security level 2, and with policies, of which any is good enough.</summary>
internal static class OpenSslJudge
{
    internal const string Program = "openssl";

    internal static Opinion Judge(MadeChain chain, string folder, bool strict = false)
    {
        string time = new DateTimeOffset(chain.Time).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string[] untrusted = chain.Sent.Count > 0 ? ["-untrusted", Path.Combine(folder, "sent.pem")] : [];
        (int exitCode, string output) = JudgeProgram.Run(Program,
        [
            "verify", "-no-CApath", "-no-CAstore", "-CAfile", Path.Combine(folder, "anchors.pem"), .. untrusted, "-attime", time,
            "-purpose", "sslserver", "-auth_level", "2", "-policy", "2.5.29.32.0",
            .. chain.AllowPartial ? ["-partial_chain"] : Array.Empty<string>(),
            .. strict ? ["-x509_strict"] : Array.Empty<string>(), Path.Combine(folder, "leaf.pem"),
        ]);
        string[] errors = output.Split('\n').Where(l => l.StartsWith("error ", StringComparison.Ordinal)).Select(l => l.Trim()).ToArray();
        return new Opinion(exitCode == 0, errors.Length > 0 ? string.Join(", ", errors) : output.Trim().Split('\n')[0]);
    }
}
