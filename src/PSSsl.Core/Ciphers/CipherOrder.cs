using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Ciphers;

/// <summary>What a word does to the suites it matches.</summary>
internal enum CipherRule
{
    /// <summary>Appends those that are not there.</summary>
    Add,

    /// <summary><c>-</c>: takes them out; they may be added again.</summary>
    Remove,

    /// <summary><c>!</c>: takes them out for good.</summary>
    Kill,

    /// <summary><c>+</c>: moves those that are there to the end.</summary>
    ToEnd,

    /// <summary>Moves those that are there to the front; only the order everything begins with needs it.</summary>
    ToFront,
}

/// <summary>
/// The suites while a cipher string is read. Suites that are not active keep a place too: one that was taken out and is added again comes
/// where it was, which is how OpenSSL's strings mean what they mean.
/// </summary>
internal sealed class CipherOrder
{
    private static readonly CipherOrder s_start = MakeStart();

    private readonly LinkedList<Entry> _entries = new();

    private CipherOrder(IEnumerable<Entry> entries)
    {
        foreach (Entry entry in entries)
            _entries.AddLast(entry);
    }

    /// <summary>Nothing is active; the order is OpenSSL's preference.</summary>
    internal static CipherOrder Start() => new(s_start._entries.Select(e => new Entry(e.Suite)));

    internal IEnumerable<CipherTraits> Active => _entries.Where(e => e.IsActive).Select(e => e.Suite);

    internal void Apply(CipherRule rule, CipherPattern pattern) => Apply(rule, new[] { pattern });

    /// <summary>Applies a rule to the suites that match one of the patterns.</summary>
    internal void Apply(CipherRule rule, CipherPattern[] patterns)
    {
        // Those that go to the front are taken from the end, so that they keep their order.
        bool backwards = rule is CipherRule.Remove or CipherRule.ToFront;
        LinkedListNode<Entry>? node = backwards ? _entries.Last : _entries.First;
        for (int left = _entries.Count; left > 0; left--)
        {
            LinkedListNode<Entry> current = node!;
            node = backwards ? current.Previous : current.Next;
            if (patterns.Any(p => p.Matches(current.Value.Suite)))
                Apply(rule, current);
        }
    }

    /// <summary>@STRENGTH: stronger first, otherwise as before.</summary>
    internal void SortByStrength()
    {
        foreach (int bits in Active.Select(s => s.SecurityBits).Distinct().OrderByDescending(b => b).ToArray())
        {
            foreach (LinkedListNode<Entry> node in Nodes().Where(n => n.Value.IsActive && n.Value.Suite.SecurityBits == bits).ToArray())
                Move(node, toFront: false);
        }
    }

    private void Apply(CipherRule rule, LinkedListNode<Entry> node)
    {
        Entry entry = node.Value;
        switch (rule)
        {
            case CipherRule.Add when !entry.IsActive:
                entry.IsActive = true;
                Move(node, toFront: false);
                break;
            case CipherRule.Remove when entry.IsActive:
                entry.IsActive = false;
                Move(node, toFront: true);
                break;
            case CipherRule.ToEnd when entry.IsActive:
                Move(node, toFront: false);
                break;
            case CipherRule.ToFront when entry.IsActive:
                Move(node, toFront: true);
                break;
            case CipherRule.Kill:
                _entries.Remove(node);
                break;
        }
    }

    private void Move(LinkedListNode<Entry> node, bool toFront)
    {
        _entries.Remove(node);
        if (toFront)
            _entries.AddFirst(node);
        else
            _entries.AddLast(node);
    }

    private IEnumerable<LinkedListNode<Entry>> Nodes()
    {
        for (LinkedListNode<Entry>? node = _entries.First; node is not null; node = node.Next)
            yield return node;
    }

    /// <summary>
    /// The order that is sorted once (OpenSSL's ssl_create_cipher_list does it each time): ECDHE with ECDSA, ECDHE, AES-GCM, ChaCha20, AES;
    /// anonymous, RSA and PSK last; by strength; then those of TLS 1.2, then AEAD, then forward secrecy, then both in front.
    /// </summary>
    private static CipherOrder MakeStart()
    {
        var order = new CipherOrder(CipherTable.All.Where(c => !c.IsTls13).OrderByDescending(c => c.Id)
            .Select(c => new Entry(new CipherTraits(c))));
        const CipherKeyExchange ephemeral = CipherKeyExchange.Dhe | CipherKeyExchange.Ecdhe;
        order.Apply(CipherRule.Add, new CipherPattern
            { KeyExchange = CipherKeyExchange.Ecdhe, Authentication = CipherAuthentication.Ecdsa });
        order.Apply(CipherRule.Add, new CipherPattern { KeyExchange = CipherKeyExchange.Ecdhe });
        order.Apply(CipherRule.Remove, new CipherPattern { KeyExchange = CipherKeyExchange.Ecdhe });
        order.Apply(CipherRule.Add, new CipherPattern { Encryption = CipherEncryption.AesGcm });
        order.Apply(CipherRule.Add, new CipherPattern { Encryption = CipherEncryption.ChaCha20 });
        order.Apply(CipherRule.Add, new CipherPattern { Encryption = CipherEncryption.Aes & ~CipherEncryption.AesGcm });
        order.Apply(CipherRule.Add, default(CipherPattern));
        order.Apply(CipherRule.ToEnd, new CipherPattern { Mac = CipherMac.Md5 });
        order.Apply(CipherRule.ToEnd, new CipherPattern { Authentication = CipherAuthentication.Anonymous });
        order.Apply(CipherRule.ToEnd, new CipherPattern { KeyExchange = CipherKeyExchange.Rsa });
        order.Apply(CipherRule.ToEnd, new CipherPattern { KeyExchange = CipherKeyExchange.Psk });
        order.SortByStrength();
        order.Apply(CipherRule.ToFront, new CipherPattern { Protocol = "TLSv1.2" });
        order.Apply(CipherRule.ToFront, new CipherPattern { Mac = CipherMac.Aead });
        order.Apply(CipherRule.ToFront, new CipherPattern { KeyExchange = ephemeral });
        order.Apply(CipherRule.ToFront, new CipherPattern { KeyExchange = ephemeral, Mac = CipherMac.Aead });
        order.Apply(CipherRule.Remove, default(CipherPattern));
        return order;
    }

    private sealed class Entry
    {
        internal Entry(CipherTraits suite) => Suite = suite;

        internal CipherTraits Suite { get; }

        internal bool IsActive { get; set; }
    }
}
