#include "core/session/receiptstore.h"

#include "core/host/folders.h"
#include "core/result/reason.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 fileLimit = 4 * 1024 * 1024; // bytes

QString receiptFolder(const Host &host)
{
    const QString folder = stateFolder(host);
    if (folder.isEmpty())
        return {};
    return folder + u"receipts"_s + (host.platform() == Platform::Windows ? u'\\' : u'/');
}

// Lower case, as the services compare both.
QString beginningOf(const OrganizationName &organization, const ObjectId &objectId)
{
    return organization.toString().toLower() + u'-' + objectId.toString() + u'-';
}

} // namespace

ReceiptFile::ReceiptFile(const Host &host, const QString &path, std::optional<QByteArray> content)
    : m_host(host)
    , m_path(path)
    , m_content(std::move(content))
{
}

Result<Done> ReceiptFile::save(const Receipt &receipt)
{
    if (m_path.isEmpty())
        return Problem(
            finding::fileNotWritable,
            {{u"path"_s, u"receipt.json"_s},
             {u"reason"_s, reasonText(QT_TRANSLATE_NOOP("Reason", "no home directory is known"))}});
    if (!m_folder.isEmpty()) {
        if (const auto made = m_host.makeDirectory(m_folder); !made)
            return made.problem();
    }
    const QByteArray content = receipt.toJson();
    const auto saved = m_host.updateFile(m_path, content, m_content);
    if (saved)
        m_content = content;
    return saved;
}

ReceiptStore::ReceiptStore(const Host &host)
    : m_host(host)
    , m_folder(receiptFolder(host))
{
}

QString ReceiptStore::newPath(const Plan &plan) const
{
    const qint64 now = m_host.now().time_since_epoch().count();
    const QString base = m_folder + beginningOf(plan.organization, plan.principal.objectId)
        + QDateTime::fromSecsSinceEpoch(now, Qt::UTC).toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    QString path = base + u".json"_s;
    for (int number = 2; m_host.stat(path).kind != FileFacts::Kind::Missing; ++number)
        path = u"%1.%2.json"_s.arg(base).arg(number);
    return path;
}

ReceiptFile ReceiptStore::file(const QString &path, std::optional<QByteArray> content) const
{
    if (m_folder.isEmpty())
        return ReceiptFile(m_host, {}, std::move(content));
    ReceiptFile file(m_host, path, std::move(content));
    file.m_folder = m_folder.chopped(1);
    return file;
}

std::optional<ReceiptStore::Kept> ReceiptStore::newestOf(const OrganizationName &organization,
                                                         const ObjectId &objectId) const
{
    if (m_folder.isEmpty())
        return std::nullopt;
    const auto entries = m_host.entries(m_folder.chopped(1));
    if (!entries)
        return std::nullopt;
    QStringList names = *entries;
    const QString beginning = beginningOf(organization, objectId);
    names.removeIf([&beginning](const QString &name) {
        return !name.startsWith(beginning) || !name.endsWith(".json"_L1);
    });
    // The time in the name sorts; of one second, the number behind it does up to nine.
    std::sort(names.begin(), names.end(),
              [](const QString &a, const QString &b) { return a.chopped(5) > b.chopped(5); });
    for (const QString &name : std::as_const(names)) {
        const auto content = m_host.readFile(m_folder + name, fileLimit);
        auto receipt = content ? Receipt::fromJson(*content) : content.problem();
        if (receipt && receipt->hasAnythingToUndo())
            return Kept{m_folder + name, std::move(*receipt), *content};
    }
    return std::nullopt;
}

} // namespace signet
