using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using PSSsl.Trust;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>Tests that measure the process, so that no other may run beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public class MemoryTests
{
    [Fact]
    public void ManyVerdictsDoNotGrow()
    {
        TestCertificate root = TestCertificate.Root("CN=Root"), stranger = TestCertificate.Root("CN=Stranger");
        TestCertificate intermediate = root.Authority("CN=Intermediate");
        TestCertificate leaf = intermediate.Leaf("CN=leaf");
        ChainRequest good = Request(leaf, root, intermediate);
        ChainRequest bad = Request(leaf, stranger, intermediate, root);
        for (int i = 0; i < 300; i++)
            _ = (ChainVerifier.Verify(good), ChainVerifier.Verify(bad));
        long before = Settled();
        for (int i = 0; i < 1500; i++)
            _ = (ChainVerifier.Verify(good), ChainVerifier.Verify(bad));
        long grown = Settled() - before;
        Assert.True(grown < 16 * 1024 * 1024, string.Create(CultureInfo.InvariantCulture, $"{grown} bytes"));
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        return process.PrivateMemorySize64;
    }

    private static ChainRequest Request(TestCertificate leaf, TestCertificate anchor, params TestCertificate[] sent) =>
        new(leaf.Certificate, sent.Select(c => c.Certificate).ToArray(), TrustAnchors.From(new[] { anchor.Certificate }))
            { Purpose = ChainPurpose.ServerAuth };
}
