#pragma once

#include "core/diagnosis/report.h"

#include <QByteArray>
#include <QStringList>

namespace signet {

// What is taken out of a report before it is shared with people who need not know who somebody is.
struct Sharing {
    bool anonymize = false;
    // Makes the aliases. The same name has the same alias in all reports with the same salt, and without the
    // salt nobody can find out by trying which name an alias stands for.
    QByteArray salt;
    QStringList words = {}; // replaced by "[redacted]", whatever they are

    bool isNeeded() const { return anonymize || !words.isEmpty(); }
};

// The report with an alias for every organization, project, machine, person, group, folder, id, and host that
// is not Microsoft's. An alias of a GUID is a GUID, and one of a name is a name, so the report can still be
// read, compared and judged again. Names are those that the report has in the places for names; they are
// replaced wherever they occur. Of texts of a service, other names stay.
Report sharedReport(const Report &report, const Sharing &sharing);

} // namespace signet
