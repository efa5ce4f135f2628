using System;
using System.Collections.Generic;

namespace PSSsl.Engine;

/// <summary>
/// What is kept for later by its key: bounded in number and in weight, since a peer may choose the keys and what stands behind them. The
/// one used longest ago goes first. All members can be called from any thread.
/// </summary>
/// <typeparam name="TKey">What a value is known by.</typeparam>
/// <typeparam name="TValue">What is kept.</typeparam>
internal sealed class BoundedCache<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private readonly object _lock = new();
    private readonly int _most;
    private readonly long _heaviest;
    private readonly Action<TValue>? _drop;

    // Guarded by the lock, all three. The one used last is at the end.
    private readonly Dictionary<TKey, LinkedListNode<Kept>> _byKey;
    private readonly LinkedList<Kept> _used = new();
    private long _weight;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="most">How many values it keeps.</param>
    /// <param name="heaviest">The weight of all of them together, for example in bytes.</param>
    /// <param name="comparer">When two keys are the same; null for their own equality.</param>
    /// <param name="drop">Called with each value that goes, while no other thread uses it.</param>
    internal BoundedCache(int most, long heaviest, IEqualityComparer<TKey>? comparer = null, Action<TValue>? drop = null)
    {
        _most = most;
        _heaviest = heaviest;
        _drop = drop;
        _byKey = new Dictionary<TKey, LinkedListNode<Kept>>(comparer);
    }

    /// <summary>How many values there are.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _byKey.Count;
        }
    }

    /// <summary>What is kept under a key and not stale; null for nothing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="now">The time that values are stale by, in UTC.</param>
    internal TValue? Find(TKey key, DateTime now) => Use(key, now, value => value);

    /// <summary>Does something with a value that is kept, while it cannot be dropped; null where there is none.</summary>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="now">The time that values are stale by, in UTC.</param>
    /// <param name="use">What to do; it must be quick.</param>
    internal TResult? Use<TResult>(TKey key, DateTime now, Func<TValue, TResult> use)
        where TResult : class
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out LinkedListNode<Kept>? node))
                return null;
            if (node.Value.Until <= now)
            {
                Remove(node);
                return null;
            }

            _used.Remove(node);
            _used.AddLast(node);
            return use(node.Value.Value);
        }
    }

    /// <summary>Keeps a value in the place of one that was there. One that is heavier than all may be together is not kept.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; it must not change.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="until">When it is stale, in UTC.</param>
    internal void Add(TKey key, TValue value, long weight, DateTime until)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out LinkedListNode<Kept>? old))
                Remove(old);
            if (weight > _heaviest)
            {
                _drop?.Invoke(value);
                return;
            }

            while (_used.First is { } oldest && (_byKey.Count >= _most || _weight + weight > _heaviest))
                Remove(oldest);
            _byKey.Add(key, _used.AddLast(new Kept(key, value, weight, until)));
            _weight += weight;
        }
    }

    private void Remove(LinkedListNode<Kept> node)
    {
        _used.Remove(node);
        _byKey.Remove(node.Value.Key);
        _weight -= node.Value.Weight;
        _drop?.Invoke(node.Value.Value);
    }

    private sealed record Kept(TKey Key, TValue Value, long Weight, DateTime Until);
}
