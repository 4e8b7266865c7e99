#include "core/rights/computedaccess.h"

#include "core/devops/devopsrequest.h"
#include "core/devops/memberidentity.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Requests that wait for their responses at the same time.
constexpr qsizetype sideBySide = 6;
// Descriptors in one request for names: about 60 characters each, three times that when encoded.
constexpr qsizetype namesAtOnce = 20;

QCoro::Task<Reply> ask(Http http, Credential credential, Request request, std::stop_token stop)
{
    request.credential = std::move(credential);
    auto sending = sendToDevOps(std::move(http), std::move(request), std::move(stop));
    co_return co_await sending;
}

bool isAmong(const QStringList &descriptors, const QString &descriptor)
{
    return descriptors.contains(descriptor, Qt::CaseInsensitive);
}

} // namespace

size_t qHash(const ListPlace &place, size_t seed)
{
    return qHashMulti(seed, place.namespaceId, place.token);
}

QStringList tokenLevels(const QString &token, const QString &separator)
{
    QStringList levels;
    QString level = token;
    for (;;) {
        while (!separator.isEmpty() && level.size() > separator.size() && level.endsWith(separator))
            level.chop(separator.size());
        levels.append(level);
        const qsizetype end = separator.isEmpty() ? -1 : level.lastIndexOf(separator);
        if (end <= 0)
            return levels;
        level.truncate(end);
    }
}

ComputedAccess computeAccess(const AccessSeen &seen, const AskedPermission &asked, const QString &separator)
{
    ComputedAccess access;
    if (!seen.groups)
        return access;
    const QStringList levels = tokenLevels(asked.token, separator);
    for (const QString &level : levels) {
        const auto list = seen.lists.constFind({asked.namespaceId.toLower(), level.toLower()});
        if (list == seen.lists.constEnd())
            return access;
        const AccessEntry *allowing = nullptr;
        const AccessEntry *denying = nullptr;
        for (const AccessEntry &entry : list->entries) {
            const bool isOwn = entry.descriptor.compare(seen.descriptor, Qt::CaseInsensitive) == 0;
            if (!isOwn && !isAmong(*seen.groups, entry.descriptor))
                continue;
            if ((entry.deny & asked.bit) != 0 && (!denying || isOwn))
                denying = &entry;
            if ((entry.allow & asked.bit) != 0 && (!allowing || isOwn))
                allowing = &entry;
        }
        if (const AccessEntry *deciding = denying ? denying : allowing) {
            access.answer = denying ? ComputedAccess::Answer::Denied : ComputedAccess::Answer::Allowed;
            access.decidedBy = deciding->descriptor;
            access.decidedAt = level;
            return access;
        }
        if (!list->inherits)
            break;
    }
    access.answer = ComputedAccess::Answer::NotSet;
    return access;
}

QCoro::Task<AccessSeen> readAccess(Http http, OrganizationName organization, Credential credential,
                                   QString descriptor, QList<AskedPermission> questions,
                                   SeparatorOf separator, QUuid session, std::stop_token stop)
{
    AccessSeen seen;
    seen.descriptor = descriptor;
    Request above = groupsAboveRequest(organization, descriptor, session);
    auto askingGroups = ask(http, credential, std::move(above), stop);
    const Reply groups = co_await askingGroups;
    seen.groups = readGroupsAbove(groups);
    if (const auto member = readMemberIdentity(groups))
        seen.storageKey = member->storageKey;
    if (!seen.groups)
        co_return seen;

    QList<ListPlace> places;
    QSet<ListPlace> known;
    for (const AskedPermission &question : std::as_const(questions)) {
        const QStringList levels = tokenLevels(question.token, separator(question.namespaceId));
        for (const QString &level : levels) {
            const ListPlace place{question.namespaceId.toLower(), level.toLower()};
            if (known.contains(place))
                continue;
            known.insert(place);
            places.append({question.namespaceId, level});
        }
    }
    for (qsizetype begin = 0; begin < places.size() && !stop.stop_requested(); begin += sideBySide) {
        std::vector<QCoro::Task<Reply>> running;
        const qsizetype end = std::min(places.size(), begin + sideBySide);
        for (qsizetype i = begin; i < end; ++i) {
            Request request =
                accessListRequest(organization, places[i].namespaceId, places[i].token, session);
            running.push_back(ask(http, credential, std::move(request), stop));
        }
        for (qsizetype i = begin; i < end; ++i) {
            const Reply reply = co_await running[std::size_t(i - begin)];
            if (const auto list = readAccessList(reply, places[i].token))
                seen.lists.insert({places[i].namespaceId.toLower(), places[i].token.toLower()}, *list);
        }
    }
    for (qsizetype begin = 0; begin < seen.groups->size() && !stop.stop_requested(); begin += namesAtOnce) {
        Request request = accessNamesRequest(organization, seen.groups->mid(begin, namesAtOnce), session);
        auto asking = ask(http, credential, std::move(request), stop);
        const Reply reply = co_await asking;
        seen.names.insert(readAccessNames(reply));
    }
    co_return seen;
}

} // namespace signet
