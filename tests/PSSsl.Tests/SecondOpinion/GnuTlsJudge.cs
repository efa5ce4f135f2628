using System;
using System.IO;
using System.Linq;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>GnuTLS by its <c>certtool</c>, which judges for the present time alone and takes any given certificate for an anchor.</summary>
internal static class GnuTlsJudge
{
    internal const string Program = "certtool";

    internal static Opinion Judge(string folder)
    {
        (int exitCode, string output) = JudgeProgram.Run(Program, "--verify", "--load-ca-certificate", Path.Combine(folder, "anchors.pem"),
            "--verify-purpose", PlanExtension.ServerAuth, "--verify-profile", "medium", "--infile", Path.Combine(folder, "peer.pem"));
        const string start = "Chain verification output: ";
        string? verdict = output.Split('\n').LastOrDefault(l => l.StartsWith(start, StringComparison.Ordinal))?[start.Length..].Trim();
        return new Opinion(exitCode == 0, verdict ?? output.Trim().Split('\n').Last());
    }
}
