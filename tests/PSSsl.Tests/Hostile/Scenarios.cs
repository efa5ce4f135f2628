using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Tests.Hostile;

/// <summary>All that hostile peers do, a line each.</summary>
internal static class Scenarios
{
    internal static IEnumerable<Scenario> All =>
        Servers13.All.Concat(Servers12.All).Concat(Clients13.All).Concat(Clients12.All).Concat(FirstBytes.All);

    internal static Scenario Server13(string name, SslErrorCode code, SslAlert? alert, Action<HandServer13> play,
        Func<SslContextOptions, SslContextOptions>? options = null, bool sent = true) =>
        new("server 1.3: " + name, AsServer: false, s => new HandServer13(s), p => play((HandServer13)p), code, (int?)alert
            ?? -1, sent && alert is not null, options ?? (o => o));

    internal static Scenario Server12(string name, SslErrorCode code, SslAlert? alert, Action<HandServer12> play,
        Func<SslContextOptions, SslContextOptions>? options = null, bool sent = true) =>
        new("server 1.2: " + name, AsServer: false, s => new HandServer12(s), p => play((HandServer12)p), code, (int?)alert
            ?? -1, sent && alert is not null, options ?? (o => o));

    internal static Scenario Client13(string name, SslErrorCode code, SslAlert? alert, Action<HandClient13> play,
        Func<SslContextOptions, SslContextOptions>? options = null, bool sent = true) =>
        new("client 1.3: " + name, AsServer: true, s => new HandClient13(s), p => play((HandClient13)p), code, (int?)alert
            ?? -1, sent && alert is not null, options ?? (o => o));

    internal static Scenario Client12(string name, SslErrorCode code, SslAlert? alert, Action<HandClient12> play,
        Func<SslContextOptions, SslContextOptions>? options = null, bool sent = true) =>
        new("client 1.2: " + name, AsServer: true, s => new HandClient12(s), p => play((HandClient12)p), code, (int?)alert
            ?? -1, sent && alert is not null, options ?? (o => o));
}
