using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Asking;

/// <summary>
/// Settles whether a server takes one of many suites. Some close without an alert when they cannot make a key for the suite that they have
/// chosen, as without parameters for Diffie-Hellman: what they would have taken otherwise is seen only if it is offered without those.
/// </summary>
internal static class SuiteSettling
{
    internal static async Task<Settled> SettleAsync(AuditRun run, int version, IReadOnlyList<int> suites,
        Func<ClientHello, ClientHello>? change = null,
        bool wantsAll = false)
    {
        Task<Settled> ask(IReadOnlyList<int> offered) =>
            run.Asker.SettleAsync((change ?? (h => h))(run.Hellos.Of(version, offered)), flight => flight.Hello?.Version == version,
                wantsAll);
        Settled settled = await ask(suites).ConfigureAwait(false);
        int[][] kinds = suites.GroupBy(Kind).Select(g => g.ToArray()).ToArray();
        if (settled.Taken != false || !settled.Answer.IsBalk || kinds.Length == 1 || run.Options.IsQuick)
            return settled;
        Settled? open = null;
        foreach (int[] kind in kinds)
        {
            Settled other = await ask(kind).ConfigureAwait(false);
            if (other.Taken == true)
                return other;
            if (other.Taken is null)
                open ??= other;
        }

        return open ?? settled;
    }

    private static string Kind(int suite)
    {
        SslCipher cipher = SuiteRegistry.ById(suite);
        return cipher.Name.StartsWith("EXP", StringComparison.Ordinal) ? "export" : cipher.Authentication == "None" ? "anonymous"
            : cipher.KeyExchange is "RSA" or "DH" or "ECDH" ? cipher.KeyExchange : "other";
    }
}
