using System.Collections.Generic;
using System.Linq;

namespace PSSsl;

/// <summary>What serialisers see of a report: its certificates without their chains and lists, which would be cut off.</summary>
public abstract class SavedReport
{
    private protected SavedReport()
    {
    }

    /// <summary>Certificates, one for each kind of key that the server has.</summary>
    public IReadOnlyList<SavedCertificate> Certificates =>
        new SslRows<SavedCertificate>(((SslServerReport)this).Certificates.Select(c => new SavedCertificate(c)));
}
