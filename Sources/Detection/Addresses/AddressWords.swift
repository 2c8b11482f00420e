/// Words that tell what a part of a British postal address is.
enum AddressWords {
    /// What the names of streets end with.
    static let streets = WordKeys(
        """
        street st road rd lane ln avenue ave av drive dr close cl way court ct crescent cres place pl terrace ter terr \
        grove gr gardens gdns square sq row walk mews hill rise parade view park green fold brae wynd loan vennel bank \
        gate vale croft meadow meadows orchard boulevard blvd quay wharf approach drove dale mount path yard circus \
        chase garth lea embankment esplanade promenade broadway causeway crossway alley passage marina cottages villas
        """)

    /// What the names of houses end with.
    static let houses = WordKeys(
        """
        house cottage cottages farm farmhouse lodge barn barns hall court manor mill grange rectory vicarage villa villas \
        bungalow forge stables croft mansions mansion tower towers heights building buildings apartments flats point \
        bakery chapel smithy parsonage gatehouse homestead annexe annex caravan boathouse oasthouse schoolhouse \
        steading coach courtyard hotel wharf yard end corner acre acres lea nook haven gables maltings manse priory abbotts oaks \
        elms firs pines beeches hollies laurels limes poplars willows orchard paddock hollow holm brook fields
        """)

    /// What the names of Welsh houses start with.
    static let welshHouses = WordKeys("ty tŷ bryn plas tan pen llys cae glan maes nant hafod rhos")

    /// What comes before the number or letter of a part of a house.
    static let units = WordKeys(
        "flat apartment apt unit room studio maisonette bedsit plot caravan suite block pitch")

    /// Storeys and sides of a house.
    static let storeys = WordKeys(
        """
        ground first second third fourth fifth top upper lower basement attic garden floor flat left right front rear \
        middle 1st 2nd 3rd 4th 5th 6th 7th 8th 9th
        """)

    /// Small words inside the names of places and streets.
    static let connectors = WordKeys(
        "of the on upon under by in le la les y yr with next near and cum sub juxta o")

    /// What stands before something that lies off the street.
    static let offStreet = WordKeys("rear off behind opposite opp near nr adjacent by c/o")

    /// Towns that are written behind the postcode, too.
    static let townsBehindPostcode = WordKeys(
        "london manchester birmingham leeds glasgow edinburgh cardiff belfast liverpool bristol")

    static let countries = WordKeys(
        "united uk england scotland wales northern ireland isle channel great cymru gb jersey guernsey")
    static let restOfCountries = WordKeys("kingdom ireland of man islands britain")

    /// Whose address is no secret.
    static let organisations = WordKeys(
        """
        school schools academy college university council museum hospital surgery library nursery church cathedral \
        theatre stadium infants juniors sixth zoo gallery castle abbey palace arena cinema resort station airport bowling \
        leisure aquarium planetarium
        """)

    /// What is counted or numbered but is no house: "Year 9 Park", "10 Minute Drive".
    static let counted = WordKeys(
        """
        year yr y years class set room page pages chapter question q stage group team bus route lesson week period \
        act scene level unit ks task step part section figure table world round day term exercise activity
        """)
    static let measures = WordKeys(
        """
        minute minutes min mins mile miles metre metres meter hour hours day days week weeks km kilometre second seconds \
        mph times way lane point points step different new more other people children pupils students
        """)

    /// What follows an address in forms and lists.
    static let labels = WordKeys(
        "tel telephone phone mobile mob email e-mail dob born ni nino upn nhs contact landline postcode date parent"
    )

    /// Words that no name of a place holds even if they start with a capital.
    static let capitalStops = WordKeys(
        """
        he she they it we you his her their our this these please thanks tel telephone phone mobile mob email dob born mum \
        dad mr mrs ms miss dr sir year dear parent carer contact emergency kin upn nhs home address lives postcode and
        """)

    /// Small words that no name of a place holds: where one stands, the address is over.
    static let stops = WordKeys(
        """
        a an is are was were be been has had have he she it they i we you my his her their our your this that these to at \
        from for with but or so if as then than when who which what where will would can could should do does did not no \
        please thanks tel telephone phone mobile mob email dob born mum dad mr mrs ms miss dr sir year ni also after \
        before until since because about into again now here there just only still \
        lives live living moved moving move move called rang send sent post posted address home date and until dear \
        parent carer contact emergency next kin upn nhs pls plz thx thanks
        """)
}
