"""Words that may stand in a claim only where the cited text bears them, by what they assert. Data for `additions`."""

from __future__ import annotations

ACTORS = """
police law_enforcement regulator supervisory_authority authority court judge government ministry agency federal_agency federal_agencies state_agency
tax_authority public_body public_authority military army intelligence_service prosecutor immigration customs
employer employee staff worker recruiter recruitment_agency union landlord tenant creditor lender debt_collector bank insurer
broker data_broker hospital clinic doctor physician nurse patient therapist pharmacist lawyer law_firm attorney school university college teacher student pupil
parent guardian child minor teen family friend relative spouse heir neighbour colleague investor shareholder advertiser
advertising_network ad_network marketer contractor subcontractor manufacturer supplier vendor retailer merchant shop airline
journalist newspaper press publisher broadcaster researcher academic scientist auditor advisor adviser consultant accountant affiliate
subsidiary subprocessor processor reseller competitor rival partner service_provider hosting_provider cloud_provider creator artist author
moderator reviewer administrator charity nonprofit church political_party candidate politician campaign celebrity veteran refugee
emergency_service ambulance fire_brigade acquirer successor buyer bidder telecom utility casino pharmacy startup freelancer
third_party stranger public company firm institution industry sector municipality council dealer consortium
ngo watchdog ombudsman mediator arbitrator notary bailiff embassy consulate librarian engineer driver farmer miner
"""

# Trades and public bodies: what a claim says of one of these as such, the text must say of it.
SECTORS = """
hospital clinic bank insurer airline newspaper broadcaster publisher retailer school university college pharmacy casino charity church
lender landlord creditor manufacturer contractor dealer telecom utility political_party military army ministry agency municipality
federal_agency federal_agencies company firm institution industry journalist doctor lawyer
"""

# Further words for who does something or has it done, beside ACTORS: any claim may have them, each in its own place.
PERSONS = """
seller buyer purchaser holder owner uploader downloader viewer listener player host guest driver rider passenger renter sender
recipient receiver speaker author poster commenter follower subscriber licensor licensee controller bidder borrower payer payee
winner entrant participant applicant organiser organizer sponsor donor beneficiary resident citizen visitor traveller pupil
reporter complainant claimant respondent signatory operator administrator admin maintainer publisher distributor importer exporter
writer performer translator trainer coach instructor tutor carer cardholder accountholder shipper carrier courier
"""

CONSEQUENCES = """
sell rent terminate close suspend ban restrict fine penalty penalise penalize interest surcharge sue prosecute prosecution blacklist
forfeit confiscate lawsuit damages liquidated arrest jail imprisonment imprison lock deactivate expel demote downgrade revoke
delete remove report blocked disable strike sanction compensation refund criminal offence offense discipline dismissal reimburse indemnify late_fee
"""

DATA = """
location biometric health_record medical_record genetic voice photo image video audio fingerprint face contact calendar browsing_history cookie
payment_card card_number bank_account ip_address device password api_key credential output input prompt conversation
file email_address phone_number name address birth gender race ethnicity religion sexual orientation political opinion criminal_record
transcript keystroke code metadata log score profile salary income tax passport licence_plate
"""

CHANNELS = """
telephone phone phoning telephoning call calling fax letter post_mail postal registered_mail courier email_address app_store chat_window live_chat
setting dashboard account_page webform portal form in_person verbal orally verbally text_message sms whatsapp twitter
help_center helpdesk hotline support_line button toggle in_app in-app push_notification registered_post by_post by_letter
"""

SCOPE = """
business commercial consumer enterprise nonprofit education internal external domestic foreign worldwide global european europe eu eea uk
us usa american california switzerland swiss germany german france french ireland irish canada japan korea india brazil china australia singapore
double twice triple exclusive irrevocable perpetual transferable sublicensable royalty-free unlimited unconditional retroactive app mobile website api
free paid trial premium beta standard discounted arbitration arbitrate jury class_action mediation london delaware new_york
"""

TIMES = """
calendar_year calendar business_day working_day fiscal financial_year weekend quarter quarterly semester midnight noon holiday
"""

# Words that make a statement hold everywhere. A claim has them only where the text does.
UNIVERSALS = """
always never all any every only solely exclusively everyone everybody everything anyone anything anywhere whatever whatsoever whichever whenever
wherever regardless irrespective invariably unconditionally absolutely entirely completely totally forever ever guarantee guaranteed
immediately instantly automatically
"""

LEGAL = """
illegal unlawful unlawfully unenforceable enforceable void voidable invalid breaches violates infringes contravenes complies comply compliant
compliance satisfies lawful lawfully legality unconstitutional unfair negligent hold_up offence offense crime criminal tort
gdpr ccpa dsa dma ai_act coppa hipaa ferpa directive regulation statute constitutional legally_binding
"""
