using System;
using System.Net.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Tests.Hostile;

/// <summary>What a peer does, and what our end makes of it.</summary>
/// <param name="Name">What it does.</param>
/// <param name="AsServer">Our end is the server.</param>
/// <param name="Make">Makes the peer.</param>
/// <param name="Play">What it sends.</param>
/// <param name="Code">What our end says; None where it opens and reads to the end.</param>
/// <param name="Alert">The alert that our end sends, or was sent; -1 for none.</param>
/// <param name="Sent">True if our end sends the alert.</param>
/// <param name="Options">Changes our end's options.</param>
internal sealed record Scenario(string Name, bool AsServer, Func<Socket, HandPeer> Make, Action<HandPeer> Play, SslErrorCode Code,
    int Alert, bool Sent,
    Func<SslContextOptions, SslContextOptions> Options);
