#include "core/result/knownsecrets.h"

#include "core/result/printable.h"

#include <QByteArray>
#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype runLength = 16; // characters in a row that give a secret away
constexpr qsizetype shortest = 8;
constexpr qsizetype longest = 16 * 1024; // bytes of one secret
constexpr qsizetype longestInHex = 128; // bytes
constexpr qsizetype pieceLength = 32 * 1024; // characters of a text that are searched at once
constexpr qsizetype overlap = 4 * 1024;
constexpr std::size_t mostFingerprints = 500'000;

// One character of a text as it counts, with the place it comes from.
struct Folded {
    char16_t character = 0;
    qsizetype begin = 0;
    qsizetype end = 0;
};

// The two alphabets of base64 become one, and so do the cases: a host name comes back in lower case.
char16_t folded(char16_t c)
{
    if (c >= u'A' && c <= u'Z')
        return char16_t(c - u'A' + u'a');
    if (c == u'-')
        return u'+';
    if (c == u'_')
        return u'/';
    return c;
}

enum class Escapes { Resolved, Literal };

class Folder {
public:
    Folder(QStringView text, Escapes escapes)
        : m_text(text)
        , m_escapes(escapes)
    {
        m_all.reserve(std::size_t(text.size()));
        while (m_at < m_text.size())
            step();
    }
    std::vector<Folded> take() { return std::move(m_all); }

private:
    QChar at(qsizetype offset) const { return offset < m_text.size() ? m_text[offset] : QChar(); }

    void add(char16_t c, qsizetype length)
    {
        if (!isGap(c))
            m_all.push_back({folded(c), m_at, m_at + length});
        m_at += length;
    }

    // What can be put between two characters of a secret without changing what a reader sees of it.
    static bool isGap(char16_t c) { return c <= 0x20 || c == 0x7f || c == 0xa0 || isHidden(c); }

    // Hexadecimal digits from the offset on, or nothing if there are not that many.
    std::optional<uint> hexAt(qsizetype offset, qsizetype count) const
    {
        if (count == 0 || offset + count > m_text.size())
            return std::nullopt;
        uint value = 0;
        for (qsizetype i = 0; i < count; ++i) {
            const char16_t c = m_text[offset + i].unicode();
            const int digit = c >= u'0' && c <= u'9' ? c - u'0'
                : c >= u'a' && c <= u'f'             ? c - u'a' + 10
                : c >= u'A' && c <= u'F'             ? c - u'A' + 10
                                                     : -1;
            if (digit < 0)
                return std::nullopt;
            value = value * 16 + uint(digit);
        }
        return value;
    }

    void step()
    {
        const char16_t c = m_text[m_at].unicode();
        if (m_escapes == Escapes::Literal)
            return add(c, 1);
        if (c == u'%') {
            if (const auto byte = hexAt(m_at + 1, 2))
                return *byte < 0x80 ? add(char16_t(*byte), 3) : addEncoded();
        }
        if (c == u'&' && at(m_at + 1) == u'#') {
            if (addEntity())
                return;
        }
        if (c != u'\\')
            return add(c, 1);
        const char16_t next = at(m_at + 1).unicode();
        if (next == u'u') {
            if (const auto unit = hexAt(m_at + 2, 4))
                return add(char16_t(*unit), 6);
            const qsizetype close = m_text.indexOf(u'}', m_at);
            if (at(m_at + 2) == u'{' && close > 0 && close - m_at <= 9) {
                if (const auto code = hexAt(m_at + 3, close - m_at - 3))
                    return add(char16_t(*code), close - m_at + 1);
            }
        }
        if (next == u'n' || next == u'r' || next == u't' || next == u'f' || next == u'b') {
            m_at += 2;
            return;
        }
        // A backslash before any other character stands for that character.
        if (m_at + 1 < m_text.size()) {
            ++m_at;
            return add(next, 1);
        }
        add(c, 1);
    }

    // &#46; or &#x2e;
    bool addEntity()
    {
        const qsizetype close = m_text.indexOf(u';', m_at);
        if (close < 0 || close - m_at > 9)
            return false;
        const QStringView digits = m_text.mid(m_at + 2, close - m_at - 2);
        const bool isHex = digits.startsWith(u'x') || digits.startsWith(u'X');
        bool ok = false;
        const uint code = isHex ? digits.mid(1).toUInt(&ok, 16) : digits.toUInt(&ok, 10);
        if (!ok)
            return false;
        add(char16_t(code), close - m_at + 1);
        return true;
    }

    // A character of several bytes, each percent-encoded.
    void addEncoded()
    {
        QByteArray bytes;
        qsizetype end = m_at;
        while (at(end) == u'%') {
            const auto byte = hexAt(end + 1, 2);
            if (!byte || *byte < 0x80)
                break;
            bytes.append(char(*byte));
            end += 3;
        }
        const QString text = QString::fromUtf8(bytes);
        const qsizetype begin = m_at;
        for (const QChar c : text)
            m_all.push_back({folded(c.unicode()), begin, end});
        m_at = end;
    }

    QStringView m_text;
    Escapes m_escapes;
    qsizetype m_at = 0;
    std::vector<Folded> m_all;
};

constexpr quint64 base = 0x9E3779B97F4A7C15ULL | 1;

quint64 mixed(quint64 sum, qsizetype length)
{
    quint64 value = sum + quint64(length) * 0xD6E8FEB86659FD93ULL;
    value ^= value >> 32;
    value *= 0xD6E8FEB86659FD93ULL;
    value ^= value >> 29;
    return value | 1; // 0 is none
}

// Calls use(begin, fingerprint) for every stretch of that length.
template <class Use>
void eachStretch(const std::vector<Folded> &text, qsizetype length, Use use)
{
    const qsizetype size = qsizetype(text.size());
    if (size < length)
        return;
    quint64 highest = 1;
    for (qsizetype i = 1; i < length; ++i)
        highest *= base;
    quint64 sum = 0;
    for (qsizetype i = 0; i < size; ++i) {
        if (i >= length)
            sum -= highest * text[std::size_t(i - length)].character;
        sum = sum * base + text[std::size_t(i)].character;
        if (i + 1 >= length)
            use(i + 1 - length, mixed(sum, length));
    }
}

// A stretch by which a secret is recognized.
struct Stretch {
    quint64 fingerprint = 0;
    qsizetype length = runLength;
    bool isWord = false; // counts only where no letter or digit is next to it
};

// Fingerprints by their own value: a text is compared with all secrets at once, however many there are.
class FingerprintTable {
public:
    struct Slot {
        quint64 fingerprint = 0; // 0: empty
        quint32 secret = 0; // number of the secret, counted from 1
        bool isWord = false;
    };

    std::size_t size() const { return m_size; }

    const Slot *find(quint64 fingerprint) const
    {
        for (std::size_t i = fingerprint & m_mask;; i = (i + 1) & m_mask) {
            if (m_slots[i].fingerprint == fingerprint)
                return &m_slots[i];
            if (m_slots[i].fingerprint == 0)
                return nullptr;
        }
    }

    void insert(const Slot &slot)
    {
        if (2 * (m_size + 1) > m_slots.size())
            rebuild(2 * m_slots.size(), 0);
        for (std::size_t i = slot.fingerprint & m_mask;; i = (i + 1) & m_mask) {
            Slot &found = m_slots[i];
            if (found.fingerprint != 0 && found.fingerprint != slot.fingerprint)
                continue;
            m_size += found.fingerprint == 0;
            const bool isWord = slot.isWord && (found.fingerprint == 0 || found.isWord);
            found = slot;
            found.isWord = isWord;
            return;
        }
    }

    // Drops what belongs to secrets up to this number.
    void drop(quint32 secret) { rebuild(m_slots.size(), secret); }

private:
    void rebuild(std::size_t capacity, quint32 dropped)
    {
        const std::vector<Slot> before = std::exchange(m_slots, std::vector<Slot>(capacity));
        m_mask = capacity - 1;
        m_size = 0;
        for (const Slot &slot : before) {
            if (slot.fingerprint != 0 && slot.secret > dropped)
                insert(slot);
        }
    }

    std::vector<Slot> m_slots{1024};
    std::size_t m_mask = m_slots.size() - 1;
    std::size_t m_size = 0;
};

std::vector<QByteArray> encodedForms(QByteArrayView plain)
{
    std::vector<QByteArray> forms;
    // The bytes before and behind a secret share characters with it; only whole groups are its own.
    for (int before = 0; before < 3; ++before) {
        QByteArray shifted = QByteArray(before, 'x') + plain.toByteArray();
        shifted.truncate(shifted.size() - shifted.size() % 3);
        const QByteArray encoded = shifted.toBase64(QByteArray::OmitTrailingEquals);
        forms.push_back(encoded.mid(before == 0 ? 0 : before + 1));
    }
    if (plain.size() <= longestInHex)
        forms.push_back(plain.toByteArray().toHex());
    return forms;
}

bool isDistinctive(QStringView text)
{
    if (text.size() >= runLength)
        return true;
    const auto isDigit = [](QChar c) { return c.isDigit(); };
    const auto isLetter = [](QChar c) { return c.isLetter(); };
    return text.size() >= shortest && std::ranges::any_of(text, isDigit)
        && std::ranges::any_of(text, isLetter);
}

// The padding of a token, a row of one or two characters, is met in rulers and tables, too.
bool isVaried(const std::vector<Folded> &text, qsizetype begin, qsizetype length)
{
    std::vector<char16_t> seen;
    for (qsizetype i = begin; i < begin + length && seen.size() < 4; ++i) {
        const char16_t c = text[std::size_t(i)].character;
        if (std::ranges::find(seen, c) == seen.end())
            seen.push_back(c);
    }
    return seen.size() >= 4;
}

std::vector<Stretch> stretchesOf(const QString &text, QByteArrayView plain)
{
    std::vector<Stretch> stretches;
    const auto addForm = [&stretches](const std::vector<Folded> &form, bool isWord) {
        const qsizetype size = qsizetype(form.size());
        if (size < shortest)
            return;
        const qsizetype length = std::min(size, runLength);
        eachStretch(form, length, [&](qsizetype begin, quint64 fingerprint) {
            if (size == length || isVaried(form, begin, length))
                stretches.push_back({fingerprint, length, isWord && size < runLength});
        });
    };
    addForm(Folder(text, Escapes::Literal).take(), true);
    // A secret with a character that begins an escape is also met as it is.
    if (text.contains(u'\\') || text.contains(u'%') || text.contains(u'&'))
        addForm(Folder(text, Escapes::Resolved).take(), true);
    for (const QByteArray &form : encodedForms(plain))
        addForm(Folder(QString::fromLatin1(form), Escapes::Literal).take(), false);
    return stretches;
}

class Registry {
public:
    void add(QByteArrayView plain)
    {
        plain = plain.first(std::min(plain.size(), longest)).trimmed();
        const QString text = QString::fromUtf8(plain);
        if (!isDistinctive(text))
            return;
        const std::vector<Stretch> stretches = stretchesOf(text, plain);
        const std::unique_lock lock(m_lock);
        const bool isNew = std::ranges::any_of(stretches, [this](const Stretch &stretch) {
            return m_table.find(stretch.fingerprint) == nullptr;
        });
        if (!isNew)
            return;
        ++m_count;
        for (const Stretch &stretch : stretches) {
            m_table.insert({stretch.fingerprint, m_count, stretch.isWord});
            m_lengths |= 1U << stretch.length;
        }
        m_sizes.push_back(stretches.size());
        m_kept += stretches.size();
        if (m_kept > mostFingerprints) {
            // Half of them at once, so that it happens rarely.
            while (m_kept > mostFingerprints / 2 && m_sizes.size() > 1) {
                m_kept -= m_sizes.front();
                m_sizes.pop_front();
            }
            m_table.drop(m_count - quint32(m_sizes.size()));
        }
        m_isEmpty = false;
    }

    QList<TextRange> find(QStringView text) const
    {
        if (m_isEmpty || text.size() < shortest)
            return {};
        QList<TextRange> found;
        // In pieces that overlap, so that the memory does not grow with the text.
        for (qsizetype begin = 0; begin < text.size(); begin += pieceLength) {
            findIn(text, begin, &found);
            if (begin + pieceLength + overlap >= text.size())
                break;
        }
        return found;
    }

private:
    void findIn(QStringView text, qsizetype from, QList<TextRange> *found) const
    {
        const std::vector<Folded> all =
            Folder(text.mid(from, pieceLength + overlap), Escapes::Resolved).take();
        const auto continues = [text](qsizetype offset) {
            return offset >= 0 && offset < text.size() && text[offset].isLetterOrNumber();
        };
        const std::shared_lock lock(m_lock);
        for (qsizetype length = shortest; length <= runLength; ++length) {
            if (!(m_lengths & (1U << length)))
                continue;
            eachStretch(all, length, [&](qsizetype begin, quint64 fingerprint) {
                const FingerprintTable::Slot *slot = m_table.find(fingerprint);
                if (!slot)
                    return;
                const TextRange range{from + all[std::size_t(begin)].begin,
                                      from + all[std::size_t(begin + length - 1)].end};
                if (!slot->isWord || !(continues(range.begin - 1) || continues(range.end)))
                    found->append(range);
            });
        }
    }

    mutable std::shared_mutex m_lock;
    FingerprintTable m_table;
    quint32 m_count = 0; // secrets so far
    std::deque<std::size_t> m_sizes; // fingerprints of each secret that is kept, the oldest first
    std::size_t m_kept = 0; // sum of these
    unsigned m_lengths = 0; // a bit for each length in use
    std::atomic<bool> m_isEmpty = true;
};

Registry &registry()
{
    // Never destroyed: a Secret can be static.
    static Registry *const all = new Registry;
    return *all;
}

// The payload of a token holds ids in base64, and so do descriptors of Azure DevOps, which are no secret.
bool isIdInBase64(QStringView text, TextRange range)
{
    static const QRegularExpression id(u"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"_s);
    const auto belongs = [text](qsizetype offset) {
        const QChar c = text[offset];
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || u"+/-_"_s.contains(c));
    };
    while (range.begin > 0 && belongs(range.begin - 1))
        --range.begin;
    while (range.end < text.size() && belongs(range.end))
        ++range.end;
    const QByteArray word = text.mid(range.begin, range.end - range.begin).toLatin1();
    if (word.size() > 64)
        return false;
    const auto decoded = QByteArray::fromBase64Encoding(word, QByteArray::Base64UrlEncoding);
    return id.match(QString::fromLatin1(decoded.decoded)).hasMatch();
}

} // namespace

void rememberSecret(QByteArrayView plain)
{
    registry().add(plain);
}

QList<TextRange> knownSecretsIn(QStringView text)
{
    QList<TextRange> found = registry().find(text);
    std::ranges::sort(found, {}, &TextRange::begin);
    QList<TextRange> merged;
    for (const TextRange &range : std::as_const(found)) {
        if (!merged.isEmpty() && range.begin <= merged.last().end)
            merged.last().end = std::max(merged.last().end, range.end);
        else
            merged.append(range);
    }
    merged.removeIf([text](const TextRange &range) { return isIdInBase64(text, range); });
    return merged;
}

} // namespace signet
