using System.Linq;
using PSSsl.Commands;
using PSSsl.Commands.Completion;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Commands;

/// <summary>What completion remembers of hosts.</summary>
public class KnownHostsTests
{
    [Fact]
    public void RemembersTheLatestFirstAndNoneTwice()
    {
        var known = new KnownHosts();
        foreach ((string host, int port) in new[] { ("a.example", 443), ("b.example", 443), ("A.example", 443), ("a.example", 993) })
            known.Add(new HostAndPort(host, port));
        Assert.Equal(new[] { "a.example:993", "a.example:443", "b.example:443" }, known.All.Select(h => h.ToString()));
    }

    [Fact]
    public void ForgetsTheOldest()
    {
        var known = new KnownHosts();
        for (int i = 0; i < 10 * KnownHosts.Most; i++)
            known.Add(new HostAndPort($"host{i}.example", 443));
        Assert.Equal(KnownHosts.Most, known.All.Count());
        Assert.Equal($"host{(10 * KnownHosts.Most) - 1}.example", known.All.First().Host);
    }
}
