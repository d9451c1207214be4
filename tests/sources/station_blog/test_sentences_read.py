"""Every wording, idiom and false friend that agencies have printed, in words of our own."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

import pytest

from relay.core.observation import Observation
from relay.sources.station_blog import StationBlog

NS = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def read(text: str, published: str, title: str = "Space Station Update") -> list[Observation]:
    moment = at(published)
    body = "".join(f"<p>{escape(block)}</p>" for block in text.split("\n"))
    rss = (
        f'<rss version="2.0" {NS}><channel><item><title>{escape(title)}</title>'
        f"<link>https://blog.test/post</link><pubDate>{format_datetime(moment)}</pubDate>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item></channel></rss>"
    )
    return StationBlog.parse(rss, moment + timedelta(minutes=1))


def told(observation: Observation) -> str:
    """One claim in a line, as the cases below write it."""
    when = observation.occurred_at or (observation.plan and observation.plan.start)
    day = observation.plan is not None and observation.plan.precision == "day"
    words = [
        "planned" if observation.planned else "",
        "interim" if observation.interim else "",
        str(observation.kind),
        "again" if observation.again else "",
        when.strftime("%Y-%m-%d" if day else "%Y-%m-%d %H:%M") if when else "-",
        f"after {observation.duration}" if observation.duration else "",
    ]
    return " ".join(word for word in words if word)


CASES = [
    # US start
    ("2018-02-16 12:10", "Vande Hei and Kanai switched their spacesuits to battery power at 7 a.m. EST, signifying the official start of the spacewalk.", ["eva_start 2018-02-16 12:00"]),
    ("2019-03-22 12:10", "The two switched their spacesuits to battery power this morning at 8:01 a.m. EDT.", ["eva_start 2019-03-22 12:01"]),
    ("2020-06-26 11:40", "Cassidy and Behnken switched their spacesuits to battery power at 7:32 a.m. EDT to begin the spacewalk to replace…", ["eva_start 2020-06-26 11:32"]),
    ("2019-10-18 11:45", "At 7:38 a.m. ET, Koch and Meir switched their spacesuits to internal power.", ["eva_start 2019-10-18 11:38"]),
    ("2021-12-02 11:20", "Marshburn and Barron took their spacesuits to battery power at 11:15 UTC, the event that marks the start of US EVAs.", ["eva_start 2021-12-02 11:15"]),
    ("2017-05-12 13:20", "Whitson and Fischer are outside after a two-hour delay (official start time, 9:08 a.m. EDT) of the 200th spacewalk.", ["eva_start 2017-05-12 13:08"]),
    ("2021-09-12 12:30", "The spacewalk has started around 8:15 a.m. ET, with Hoshide and Pesquet outside Quest.", ["eva_start 2021-09-12 12:15"]),
    ("2021-03-13 13:30", "Glover and Hopkins are working on the spacewalk, which began at 8:14 a.m. EST.", ["eva_start 2021-03-13 13:14"]),
    ("2023-04-28 13:30", "Today's spacewalk is officially underway!", ["eva_start -"]),
    ("2024-06-24 12:50", "The spacewalk began at 8:46 a.m. EDT when the pair set their suits to battery power.", ["eva_start 2024-06-24 12:46"]),
    ("2022-11-15 14:20", "Rubio and Cassada began their spacewalk at 9:14am EST by switching their suits to battery power.", ["eva_start 2022-11-15 14:14"]),
    ("2017-05-12 13:20", "A small water leak was found in an umbilical, but the spacewalk will go on.", []),
    ("2022-03-23 12:40", "The astronauts' spacesuits were switched to battery power at 1232 GMT.", ["eva_start 2022-03-23 12:32"]),
    ("2021-12-02 11:30", "About 55 minutes ahead of the planned 7:10 a.m. EST start, the astronauts switched their suits to battery power at 6:15 a.m. EST.", ["eva_start 2021-12-02 11:15"]),
    # Future
    ("2021-02-27 20:00", "Rubins and Glover will set their spacesuits to battery power about 6 a.m. EST tomorrow.", ["planned eva_start 2021-02-28 11:00"]),
    ("2021-01-31 20:00", "The spacewalk will officially begin once the duo set their spacesuits to battery power.", []),
    ("2021-01-31 20:00", "The astronauts will exit the Quest airlock at about 7 a.m. EST on Monday. Live coverage on NASA TV begins at 5:30 a.m.", ["planned eva_start 2021-02-01 12:00", "planned coverage_start 2021-02-01 10:30"]),
    ("2016-08-18 20:00", "Coverage of the spacewalk will begin at 6:30 a.m. EDT Friday, Aug. 19; the spacewalk is scheduled to begin at 8:05 a.m.", ["planned coverage_start 2016-08-19 10:30", "planned eva_start 2016-08-19 12:05"]),
    ("2019-10-17 20:00", "On Friday, Oct. 18, Koch and Meir will venture outside the station about 7:50 a.m. EDT.", ["planned eva_start 2019-10-18 11:50"]),
    ("2021-03-05 11:40", "NASA TV coverage of today's spacewalk is now underway. The spacewalk is expected to begin at approximately 7 a.m. EST.", ["coverage_start -", "planned eva_start 2021-03-05 12:00"]),
    ("2026-06-29 20:00", "The spacewalk is set for 8 a.m. EDT tomorrow and should last six and a half hours.", ["planned eva_start 2026-06-30 12:00"]),
    ("2021-09-02 20:00", "The cosmonauts will open the hatch of Poisk at about 10:35 a.m. EDT on Friday.", ["planned eva_start 2021-09-03 14:35"]),
    ("2018-08-11 20:00", "The cosmonauts opened the hatch of the Pirs airlock at 11:17 a.m. EDT on Aug. 15.", ["planned hatch_open 2018-08-15 15:17"]),
    # Russian
    ("2021-09-03 15:00", "Novitskiy and Dubrov began a spacewalk to lay cables for the Nauka module when they opened the hatch of the Poisk airlock at 10:41 a.m. EDT.", ["eva_start 2021-09-03 14:41", "hatch_open 2021-09-03 14:41"]),
    ("2018-12-11 16:10", "Kononenko and Prokopyev opened the hatch to the Pirs docking compartment to begin the spacewalk at 10:59 a.m. EST.", ["hatch_open 2018-12-11 15:59", "eva_start 2018-12-11 15:59"]),
    ("2018-12-11 23:55", "The cosmonauts re-entered the airlock and closed the hatch at 6:44 p.m. EST.", ["hatch_closed 2018-12-11 23:44", "eva_end 2018-12-11 23:44"]),
    ("2021-06-02 06:00", "Two cosmonauts opened the hatch of the Poisk airlock at 1:53 a.m. EDT, marking the beginning of their spacewalk.", ["hatch_open 2021-06-02 05:53", "eva_start 2021-06-02 05:53"]),
    ("2021-06-02 06:00", "Открытие выходного люка состоялось в 8:53 по московскому времени.", ["hatch_open 2021-06-02 05:53", "eva_start 2021-06-02 05:53"]),
    ("2020-11-18 16:10", "The first opening of the hatch took place at 18:12 MSK; it was closed for a leak check and the crew re-opened the hatch at 18:55 MSK.", ["hatch_open 2020-11-18 15:12", "interim hatch_closed -", "hatch_open again 2020-11-18 15:55"]),
    ("2020-11-19 08:00", "The cosmonauts opened the hatch at 18:12 MSK on Nov. 18. The egress hatch of Poisk was closed at 01:01:00 MSK on Nov. 19.", ["hatch_open 2020-11-18 15:12", "eva_start 2020-11-18 15:12", "hatch_closed 2020-11-18 22:01", "eva_end 2020-11-18 22:01"]),
    ("2020-11-18 15:30", "Ryzhikov and Kud-Sverchkov began a Russian spacewalk at 10:12 a.m. EST.", ["eva_start 2020-11-18 15:12"]),
    # End
    ("2019-03-22 19:00", "Hague and McClain concluded their spacewalk at 1:40 p.m. EDT.", ["eva_end 2019-03-22 17:40"]),
    ("2017-01-13 17:40", "Kimbrough and Pesquet concluded their spacewalk at 12:20 p.m. EST after a nearly six hour excursion.", ["eva_end 2017-01-13 17:20"]),
    ("2019-10-18 19:10", "At 2:55 p.m. EDT, the Expedition 61 astronauts concluded their spacewalk, which lasted 7 hours and 17 minutes.", ["eva_end 2019-10-18 18:55 after 7:17:00"]),
    ("2020-06-26 17:50", "The two wrapped up their spacewalk after 6 hours, 7 minutes at 1:39 p.m. EDT.", ["eva_end 2020-06-26 17:39 after 6:07:00"]),
    ("2020-07-01 16:30", "Cassidy and Behnken concluded their spacewalk at 12:14 p.m. EDT, a six hour and one-minute outing.", ["eva_end 2020-07-01 16:14 after 6:01:00"]),
    ("2021-06-16 19:40", "The astronauts concluded their spacewalk at 3:26 p.m., after 7 hours and 15 minutes.", ["eva_end 2021-06-16 19:26 after 7:15:00"]),
    ("2014-10-08 12:00", "Tuesday's spacewalk officially started at 8:30 a.m. EDT and ended about 6:13 later.", ["eva_start 2014-10-07 12:30", "eva_end - after 6:13:00"]),
    ("2014-10-07 19:00", "The spacewalk began at 8:30 a.m. EDT and ended 6 hours, 13 minutes later.", ["eva_start 2014-10-07 12:30", "eva_end 2014-10-07 18:43 after 6:13:00"]),
    ("2019-03-22 19:00", "Hague and McClain concluded their spacewalk after XXXX hours and XX minutes.", ["eva_end -"]),
    ("2013-07-16 14:00", "The spacewalk officially began at 7:57 a.m. EDT, and ended at 9:39 a.m. EDT when the airlock was repressurized.", ["eva_start 2013-07-16 11:57", "eva_end 2013-07-16 13:39"]),
    ("2025-05-01 18:50", "The Quest airlock began to be re-pressurized at 2:49 p.m. EDT.", ["repress_start 2025-05-01 18:49", "eva_end 2025-05-01 18:49"]),
    ("2024-04-25 20:00", "The cosmonauts concluded their spacewalk at 3:33 p.m. EDT after 4 hours and 36 minutes, two hours early, having completed all tasks.", ["eva_end 2024-04-25 19:33 after 4:36:00"]),
    ("2021-12-02 18:00", "The spacewalk ended on Dec. 2 at 17:47 UTC after 6 hours and 32 minutes.", ["eva_end 2021-12-02 17:47 after 6:32:00"]),
    # Early end
    ("2013-07-16 13:40", "Flight controllers decided to end the spacewalk early because of water in Parmitano's helmet.", ["terminated -"]),
    ("2024-06-24 13:30", "The spacewalk ended early at 9:17 a.m. EDT because of a leak in a cooling unit.", ["eva_end 2024-06-24 13:17", "terminated -"]),
    ("2022-08-17 18:00", "Mission Control instructed the cosmonauts to end the spacewalk due to a battery power issue.", ["terminated -"]),
    # Pressure and hatches of the US airlock
    ("2005-11-07 14:50", "The airlock repressurization has begun at 1449 GMT.", ["repress_start 2005-11-07 14:49"]),
    ("2005-11-07 15:05", "Depressurization is underway again.", ["depress_start again -"]),
    ("2005-11-07 15:05", "Depressurization of the airlock began again at 10:01 a.m. EDT.", ["depress_start again 2005-11-07 15:01"]),
    ("2013-07-16 13:45", "The inner hatch was opened at 9:37 a.m. EDT.", []),
    ("2024-06-24 12:50", "The Quest hatch was opened at 8:44 a.m. EDT.", ["hatch_open 2024-06-24 12:44"]),
    ("2022-04-09 03:00", "The hatch between Dragon and the Harmony module was opened at 10:13 a.m. EDT.", []),
    ("2021-06-16 15:00", "Kimbrough made his way back to the Quest airlock to reconnect his spacesuit to an umbilical.", []),
    # Slips and cancellations
    ("2021-08-24 15:00", "NASA has postponed a spacewalk scheduled for Tuesday, Aug. 24, because of a minor medical issue.", ["delayed -"]),
    ("2021-11-30 09:00", "NASA decided to delay the spacewalk planned for Tuesday, Nov. 30, until more information is available.", ["delayed -"]),
    ("2014-08-09 09:00", "Die beiden Außenbordeinsätze von Alexander Gerst wurden auf Herbst verschoben.", ["delayed -"]),
    ("2021-12-01 15:00", "The station spacewalk is now planned for Thursday.", ["planned schedule 2021-12-02"]),
    ("2021-12-01 15:00", "The spacewalk has been rescheduled for Thursday, Dec. 2, at 7:10 a.m. EST.", ["planned schedule 2021-12-02 12:10"]),
    ("2022-12-15 15:00", "The next U.S. spacewalk will take place no earlier than Dec. 21.", ["planned schedule 2022-12-21"]),
    ("2024-06-13 12:30", "Today's spacewalk did not proceed as scheduled because of a spacesuit discomfort issue.", ["scrubbed -"]),
    ("2024-06-13 12:30", "The spacewalk planned for today will not be proceeding.", ["scrubbed -"]),
    ("2022-12-15 03:30", "Wednesday's spacewalk by two cosmonauts has been canceled.", ["scrubbed -"]),
    ("2022-12-15 03:30", "The spacewalk could be canceled if the leak is confirmed.", []),
    # Looking back
    ("2025-05-02 15:00", "The duo rested after completing Thursday's spacewalk.", []),
    ("2018-02-16 18:00", "The hand was installed during a spacewalk on Jan. 4 that began at 6:49 a.m. EST.", []),
    ("2025-06-10 15:00", "Last month's spacewalk ended at 2:49 p.m. EDT after 5 hours and 44 minutes.", []),
    ("2025-05-02 15:00", "Spacewalkers have now spent a total of 72 days, 4 hours and 6 minutes outside.", []),
    ("2025-04-25 20:00", "McClain and Ayers are getting ready for a spacewalk scheduled for May 1.", []),
    ("2025-04-25 20:00", "They completed preparations for a spacewalk and concluded a spacewalk review at 3 p.m. EDT.", []),
]  # fmt: skip


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_a_sentence_is_read_as_meant(published: str, text: str, expected: list[str]) -> None:
    found = [told(observation) for observation in read(text, published)]

    assert sorted(expected) == sorted(found)
